package io.jcompose.runtime.build.context;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Texts beside the files of a context. A FIFO in their place would hold the build for ever, a device fill the heap. */
public final class SmallText {
    private SmallText() {}

    /**
     * Empty when there is no such file.
     *
     * @param largest bytes
     * @throws ContainerException for what is larger, no file, or no text
     */
    public static Optional<String> read(Kernel kernel, Path path, int largest) throws ContainerException {
        try (Fd file = kernel.open(path, Flags.O_RDONLY | Flags.O_NONBLOCK, 0)) {
            if (!Files.isRegularFile(file.procPath())) {
                throw new ContainerException(path + " is no file");
            }
            try (InputStream in = Files.newInputStream(file.procPath())) {
                byte[] bytes = in.readNBytes(largest + 1);
                if (bytes.length > largest) {
                    throw new ContainerException(path + " is larger than " + largest + " bytes");
                }
                return Optional.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString());
            }
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                return Optional.empty();
            }
            throw new ContainerException("cannot read " + path + ": " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new ContainerException(path + " is no text in UTF-8", e);
        } catch (IOException e) {
            throw new ContainerException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }
}
