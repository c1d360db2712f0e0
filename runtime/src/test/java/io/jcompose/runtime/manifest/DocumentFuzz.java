package io.jcompose.runtime.manifest;

import io.jcompose.runtime.ContainerException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Manifests, indexes and names on any bytes: a sentence, or a document whose parts are what they should be. */
public final class DocumentFuzz {
    private static final int LONGEST_SENTENCE = 2_000;

    private DocumentFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Document document = DocumentReader.read(input, "x");
            List<Descriptor> parts = document instanceof Document.Manifest manifest
                    ? manifest.layers()
                    : ((Document.Index) document).manifests();
            parts.forEach(part -> check(part.size() >= 0, "a size"));
        } catch (ContainerException e) {
            checkSentence(e);
        }
        name(new String(input, StandardCharsets.UTF_8));
    }

    private static void name(String text) {
        try {
            ImageReference reference = ImageReference.parse(text);
            check(ImageReference.parse(reference.toString()).equals(reference), "another name: " + reference);
            check(!reference.toString().contains("..") || !reference.name().contains(".."), "a way up");
        } catch (ContainerException e) {
            checkSentence(e);
        }
    }

    private static void checkSentence(ContainerException e) {
        check(String.valueOf(e.getMessage()).length() < LONGEST_SENTENCE, "a sentence of " + e.getMessage());
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }
}
