package io.jcompose.runtime.layer;

import java.nio.charset.StandardCharsets;

/**
 * How it is said that something of the layers below is gone: by names in streams (OCI image specification, layer.md,
 * "Whiteouts"), by devices 0:0 and an attribute in directories (kernel, filesystems/overlayfs.rst).
 */
public final class Marks {
    static final String WHITEOUT = ".wh.";
    static final String OPAQUE_NAME = ".wh..wh..opq";
    /** What aufs kept for itself; left out, as Docker does. */
    static final String OF_AUFS = ".wh..wh.";

    static final String OPAQUE = "trusted.overlay.opaque";
    /** Attributes by which overlayfs finds other files: never taken from a stranger, never handed on. */
    static final String OF_OVERLAY = "trusted.overlay.";

    static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);

    private static final String CAPABILITY = "security.capability";
    private static final String OF_USER = "user.";
    private static final String OF_USER_OVERLAY = "user.overlay.";

    private Marks() {}

    /**
     * Whether an extended attribute travels with a layer: the user's and file capabilities. Access lists, labels of
     * security modules and what belongs to overlayfs mean something only on the machine where they were set.
     */
    public static boolean travels(String attribute) {
        return attribute.equals(CAPABILITY)
                || (attribute.startsWith(OF_USER) && !attribute.startsWith(OF_USER_OVERLAY));
    }
}
