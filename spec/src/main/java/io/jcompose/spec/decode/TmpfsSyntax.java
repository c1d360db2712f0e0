package io.jcompose.spec.decode;

/** The short form of {@code tmpfs}: {@code PATH[:OPTION,...]} with mount options of the kernel. */
final class TmpfsSyntax {
    private TmpfsSyntax() {}

    /** With a clean path. */
    static String checked(String text) throws Malformed {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return VolumeSyntax.cleanTarget(text);
        }
        String options = text.substring(colon + 1);
        for (String option : options.split(",", -1)) {
            option(option);
        }
        return VolumeSyntax.cleanTarget(text.substring(0, colon)) + ":" + options;
    }

    private static void option(String option) throws Malformed {
        if (option.isEmpty() || !option.matches("[a-z_]+(=[^=]+)?")) {
            throw new Malformed("not a mount option: `" + option + "`", "as in /run:size=64m,mode=755");
        }
        int equals = option.indexOf('=');
        String value = option.substring(equals + 1);
        switch (equals < 0 ? option : option.substring(0, equals)) {
            case "size" -> size(value);
            case "mode" -> Quantities.mode(value);
            case "uid", "gid" -> Quantities.integer(value, 0, (1L << 32) - 1);
            default -> {}
        }
    }

    /** Of tmpfs, a size may also be a share of the memory (tmpfs(5)). */
    private static void size(String value) throws Malformed {
        if (!value.matches("[0-9]{1,2}%|100%")) {
            Quantities.bytes(value);
        }
    }
}
