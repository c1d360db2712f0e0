package io.jcompose.spec.yaml;

import io.jcompose.spec.yaml.Node.MapNode;

/**
 * One YAML document of a file.
 *
 * @param file the file's absolute path, {@code -} for standard input; empty when there is none
 * @param tree what it says, without the values that it tags {@code !reset}
 * @param removals what its tags take from the documents below it
 */
public record Document(String file, MapNode tree, Removals removals) {
    /** A tree that no file wrote. */
    public static Document of(MapNode tree) {
        return new Document("", tree, Removals.NONE);
    }

    public Document withTree(MapNode changed) {
        return new Document(file, changed, removals);
    }

    public Document in(String path) {
        return new Document(path, tree, removals);
    }
}
