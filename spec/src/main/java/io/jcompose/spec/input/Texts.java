package io.jcompose.spec.input;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads files, bounded and as strict UTF-8, and keeps what it read: excerpts show what was understood. */
public final class Texts {
    /** Largest file in bytes. */
    static final int LARGEST = 4 << 20;

    /** Largest sum of all texts in characters: files may name each other without end. */
    static final int LARGEST_SUM = 8 << 20;

    /** The same for files that are named once more: whoever names one looks through it again. */
    static final int LARGEST_SUM_AGAIN = 12 << 20;

    /** What always reads as an empty file. */
    private static final Path NOTHING = Path.of("/dev/null");

    private final Map<String, String> read = new LinkedHashMap<>();
    private final Map<Path, String> known = new HashMap<>();
    private final Problems problems;
    private long sum;
    private long again;

    public Texts(Problems problems) {
        this.problems = problems;
    }

    /** What was read so far, by the names under which it was asked for. */
    public Map<String, String> all() {
        return read;
    }

    /** The text of {@code path}; else a problem. {@code name} is what the user calls it. */
    public Optional<String> read(String name, Path path) {
        return read(name, path, Mention.NONE);
    }

    /** The text of a file that another file names, which is where a problem is shown. A file is read once. */
    public Optional<String> read(String name, Path path, Mention mention) {
        String before = known.get(path);
        if (before != null) {
            read.put(name, before);
            return again(name, before, mention);
        }
        Optional<String> text = fresh(name, path, mention);
        text.ifPresent(good -> known.put(path, good));
        return text;
    }

    /** Too much of it is told once. */
    private Optional<String> again(String name, String text, Mention mention) {
        boolean room = again <= LARGEST_SUM_AGAIN;
        again += text.length();
        if (again <= LARGEST_SUM_AGAIN) {
            return Optional.of(text);
        }
        return room
                ? failed(
                        "cannot read " + name + " once more: files that are named several times add up to more than "
                                + (LARGEST_SUM_AGAIN >> 20) + " MiB",
                        mention)
                : Optional.empty();
    }

    private Optional<String> fresh(String name, Path path, Mention mention) {
        try {
            if (Files.isDirectory(path)) {
                return failed("cannot read " + name + ": it is a directory", mention);
            }
            if (!isFit(path, mention)) {
                return failed("cannot read " + name + ": it is not a regular file", mention);
            }
            if (Files.size(path) > LARGEST) {
                return tooLarge(name, mention);
            }
            try (InputStream in = Files.newInputStream(path)) {
                return decoded(name, in.readNBytes(LARGEST + 1), mention);
            }
        } catch (NoSuchFileException e) {
            String hint = mention.isNone() ? null : "it was looked for at " + path;
            problems.error(mention.span(), mention.path(), "cannot read " + name + ": there is no such file", hint);
            return Optional.empty();
        } catch (AccessDeniedException e) {
            return failed("cannot read " + name + ": permission denied", mention);
        } catch (FileSystemException e) {
            return failed("cannot read " + name + ": " + e.getReason(), mention);
        } catch (IOException e) {
            return failed("cannot read " + name + ": " + e.getMessage(), mention);
        }
    }

    /**
     * Opening a pipe may wait for ever. Only the user can mean one: a shell's {@code <(...)}, or {@code /dev/stdin}.
     */
    private static boolean isFit(Path path, Mention mention) throws IOException {
        boolean opened = mention.isNone() && (path.startsWith("/dev") || path.startsWith("/proc/self/fd"));
        return PlainFiles.is(path) || !Files.exists(path) || path.equals(NOTHING) || opened;
    }

    /** Takes a text that came another way. */
    Optional<String> given(String name, String text) {
        if (text.length() > LARGEST) {
            return tooLarge(name, Mention.NONE);
        }
        read.put(name, text);
        return Optional.of(text);
    }

    private Optional<String> decoded(String name, byte[] bytes, Mention mention) {
        sum += bytes.length;
        if (bytes.length > LARGEST) {
            return tooLarge(name, mention);
        }
        if (sum > LARGEST_SUM) {
            String most = (LARGEST_SUM >> 20) + " MiB";
            return failed("cannot read " + name + ": the files of this project are larger than " + most, mention);
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        String good = text.flip().toString();
        read.put(name, good);
        if (result.isError()) {
            int line = (int) good.chars().filter(c -> c == '\n').count() + 1;
            int column = good.length() - good.lastIndexOf('\n');
            problems.error(new Span(name, line, column), "", "a byte here is not UTF-8 text", "save the file in UTF-8");
            return Optional.empty();
        }
        return Optional.of(good);
    }

    private Optional<String> tooLarge(String name, Mention mention) {
        return failed("cannot read " + name + ": it is larger than " + (LARGEST >> 20) + " MiB", mention);
    }

    private Optional<String> failed(String message, Mention mention) {
        problems.error(mention.span(), mention.path(), message);
        return Optional.empty();
    }
}
