package io.jcompose.runtime.manifest;

import io.jcompose.runtime.ContainerException;
import java.util.Locale;

/**
 * What an image runs on, in Go's names (OCI image specification, image-index.md).
 *
 * @param variant of the processor, as {@code v8}; empty when nothing is said
 */
public record Platform(String os, String architecture, String variant) {
    /** What is meant where no variant is said, as containerd reads it. */
    private static final int USUAL_ARM = 7;

    private static final int USUAL_ARM64 = 8;

    /** This machine's. */
    public static Platform host() {
        return new Platform("linux", architecture(System.getProperty("os.arch", "")), "");
    }

    /** Reads {@code os/architecture[/variant]} or {@code architecture}, also in the kernel's names of processors. */
    public static Platform parse(String text) throws ContainerException {
        String[] parts = text.toLowerCase(Locale.ROOT).split("/", -1);
        if (parts.length > 3 || text.isBlank()) {
            throw new ContainerException(
                    "'" + text + "' is no platform: it is written as linux/amd64 or linux/arm64/v8");
        }
        if (parts.length == 1) {
            return new Platform("linux", architecture(parts[0]), "");
        }
        return new Platform(parts[0], architecture(parts[1]), parts.length == 3 ? parts[2] : "");
    }

    /** Whether an image for {@code other} runs here: arm64 is the same as arm64/v8, arm/v7 runs what arm/v6 does. */
    public boolean accepts(Platform other) {
        if (!os.equals(other.os) || !architecture.equals(other.architecture)) {
            return false;
        }
        return architecture.equals("arm")
                ? other.level() <= level()
                : variant.isEmpty() || other.variant.isEmpty() || level() == other.level();
    }

    /** The number of the variant; where none is said that which it means, 0 where that is nothing special. */
    public int level() {
        String digits = variant.startsWith("v") ? variant.substring(1) : variant;
        if (digits.matches("[0-9]{1,3}")) {
            return Integer.parseInt(digits);
        }
        return switch (architecture) {
            case "arm" -> USUAL_ARM;
            case "arm64" -> USUAL_ARM64;
            default -> 0;
        };
    }

    private static String architecture(String name) {
        return switch (name) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "x86", "i386" -> "386";
            default -> name;
        };
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
