package io.jcompose.runtime;

/** Hears how an image travels between a registry and the store. Called by several threads; must not block. */
public interface TransferProgress {
    /** Hears nothing. */
    TransferProgress NONE = new TransferProgress() {
        @Override
        public void layer(String digest, Step step, long done, long total) {}

        @Override
        public void line(String sentence) {}
    };

    /** Where a layer is on its way. */
    enum Step {
        WAITING,
        DOWNLOADING,
        UNPACKING,
        /** Its end: it is in the store. */
        PULLED,
        /** Its end: it was where it was to go. */
        PRESENT,
        COMPRESSING,
        UPLOADING,
        /** Its end: the registry has it. */
        PUSHED,
        /** Its end: the registry took it from another of its repositories. */
        MOUNTED
    }

    /**
     * A layer moved.
     *
     * @param digest {@code sha256:} and hex
     * @param done bytes so far
     * @param total bytes, 0 when unknown
     */
    void layer(String digest, Step step, long done, long total);

    /** Something that people want to know of: an attempt that is repeated, a mirror that is left out. */
    void line(String sentence);
}
