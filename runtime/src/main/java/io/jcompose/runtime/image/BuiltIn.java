package io.jcompose.runtime.image;

import java.util.Arrays;
import java.util.Optional;

/** The images that are made from this host when somebody asks for them. */
enum BuiltIn {
    SHELL("jcompose/shell"),
    JAVA("jcompose/java");

    private final String imageName;

    BuiltIn(String imageName) {
        this.imageName = imageName;
    }

    String imageName() {
        return imageName;
    }

    String reference() {
        return imageName + ":latest";
    }

    /** The one that a reference means, with or without its tag. */
    static Optional<BuiltIn> of(String reference) {
        return Arrays.stream(values())
                .filter(image ->
                        image.imageName.equals(reference) || image.reference().equals(reference))
                .findFirst();
    }

    static Optional<BuiltIn> named(String name) {
        return Arrays.stream(values())
                .filter(image -> image.imageName.equals(name))
                .findFirst();
    }
}
