package io.jcompose.runtime.layer;

/**
 * How much a stranger may make us write.
 *
 * @param entries of one layer
 * @param bytes of the content of its files
 * @param nameBytes of memory for all its directories, which are kept until their times are set
 */
public record UnpackLimits(long entries, long bytes, long nameBytes) {
    /** Above everything that was seen in the wild: 1,000,000 entries, 64 GiB, 32 MiB of directories (some 100,000). */
    public static final UnpackLimits USUAL = new UnpackLimits(1_000_000, 64L << 30, 32L << 20);

    /** PATH_MAX of Linux. */
    static final int LONGEST_PATH = 4095;

    /** NAME_MAX of Linux' file systems. */
    static final int LONGEST_NAME = 255;

    /** Each level keeps a directory open. */
    static final int DEEPEST = 200;

    /** Zeros pack 1000 to 1 in gzip, and far better in zstd: layers of them are small when they are honest. */
    private static final int STEEPEST = 200;

    private static final long STEEP_BYTES = 1L << 30;

    void checkGrowth(long packed, long unpacked) throws MalformedLayer {
        if (unpacked > STEEP_BYTES && unpacked / STEEPEST > packed) {
            throw new MalformedLayer("more than " + STEEPEST + " bytes come out of each byte of it: it is a bomb");
        }
        // The stream has headers, too: at most three blocks and an extension for each entry.
        if (unpacked > bytes + STEEP_BYTES + entries * 2048) {
            throw new MalformedLayer("it unpacks to more than " + bytes + " bytes");
        }
    }
}
