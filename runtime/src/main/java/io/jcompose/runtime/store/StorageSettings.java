package io.jcompose.runtime.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a daemon uses its disk, as {@code storage.json} in the root directory or in {@code /etc/jcompose} says.
 *
 * <pre>
 * {
 *   "driver": "copy",             how root file systems are made: auto (if it is missing), overlay, copy
 *   "reserve": "2g",              left free on the disk of the images: 1 % of it and at least 256m, if it is missing
 *   "images": {"quota": "40g"}    what images may take; no bound, if it is missing
 * }
 * </pre>
 *
 * @param reserve bytes
 * @param quota bytes
 */
public record StorageSettings(Driver driver, OptionalLong reserve, OptionalLong quota) {
    public static final StorageSettings USUAL =
            new StorageSettings(Driver.AUTO, OptionalLong.empty(), OptionalLong.empty());

    private static final long SMALLEST_RESERVE = 256L << 20;
    private static final String FILE = "storage.json";
    private static final long LARGEST = 1 << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** How the layers of an image become a root file system. */
    public enum Driver {
        /** Overlayfs, or copies where the kernel or the file system refuses it. */
        AUTO,
        OVERLAY,
        COPY;

        /** @throws IllegalArgumentException that says what is allowed */
        static Driver named(String name) {
            for (Driver driver : values()) {
                if (driver.toString().equals(name)) {
                    return driver;
                }
            }
            throw new IllegalArgumentException("the storage driver \"" + name + "\" is none of auto, overlay, copy");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Bytes that stay free on a disk: without a reserve a hundredth of it and at least 256 MiB, but of a small disk not
     * more than a tenth.
     */
    public long kept(long total) {
        return reserve.orElse(Math.min(Math.max(total / 100, SMALLEST_RESERVE), total / 10));
    }

    /**
     * What the first of the files says that is there.
     *
     * @param driver the value of JCOMPOSE_STORAGE, which wins over the file; empty when it is not set
     */
    public static StorageSettings read(Path root, String driver) throws ContainerException {
        StorageSettings read = first(List.of(root.resolve(FILE), Path.of("/etc/jcompose", FILE)));
        if (driver.isEmpty()) {
            return read;
        }
        try {
            return new StorageSettings(Driver.named(driver), read.reserve(), read.quota());
        } catch (IllegalArgumentException e) {
            throw new ContainerException("cannot use JCOMPOSE_STORAGE: " + e.getMessage(), e);
        }
    }

    private static StorageSettings first(List<Path> files) throws ContainerException {
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                try {
                    if (Files.size(file) > LARGEST) {
                        throw new IOException("it has more than " + LARGEST + " bytes");
                    }
                    return parse(Files.readAllBytes(file));
                } catch (IOException | IllegalArgumentException e) {
                    throw new ContainerException("cannot use " + file + ": " + firstLine(e), e);
                }
            }
        }
        return USUAL;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** @throws IllegalArgumentException that says what is wrong */
    static StorageSettings parse(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        known(root, "it", Set.of("driver", "reserve", "images"));
        JsonNode images = root.path("images");
        if (!images.isMissingNode()) {
            known(images, "\"images\"", Set.of("quota"));
        }
        JsonNode driver = root.path("driver");
        return new StorageSettings(
                driver.isMissingNode() ? Driver.AUTO : Driver.named(driver.asText()),
                bytes(root, "reserve"),
                bytes(images, "quota"));
    }

    private static void known(JsonNode node, String what, Set<String> keys) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(what + " is no JSON object");
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!keys.contains(entry.getKey())) {
                throw new IllegalArgumentException(what + " has \"" + entry.getKey() + "\", and only "
                        + String.join(", ", keys.stream().sorted().toList()) + " mean something");
            }
        }
    }

    /** A count of bytes, or a text with a unit of powers of 1024, as {@code 2g}. */
    private static OptionalLong bytes(JsonNode parent, String key) {
        JsonNode node = parent.path(key);
        if (node.isMissingNode()) {
            return OptionalLong.empty();
        }
        String text = node.asText().toLowerCase(Locale.ROOT);
        if (!text.matches("[0-9]{1,15}(b|[kmgt]b?)?")) {
            throw new IllegalArgumentException("\"" + key + "\" is no size as 500m or 20g");
        }
        String number = text.replaceAll("[^0-9]", "");
        String unit = text.substring(number.length());
        int power = unit.isEmpty() ? 0 : Math.max(0, "bkmgt".indexOf(unit.charAt(0)));
        try {
            return OptionalLong.of(Math.multiplyExact(Long.parseLong(number), 1L << (10 * power)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("\"" + key + "\" is more than any disk has", e);
        }
    }
}
