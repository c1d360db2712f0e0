package io.jcompose.spec.source;

/** Spelling of tree paths: {@code services.web.ports[0]}. The root is the empty text. */
public final class TreePath {
    private TreePath() {}

    public static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    public static String item(String path, int index) {
        return path + "[" + index + "]";
    }
}
