package io.jcompose.runtime.layer;

import java.io.IOException;

/** The bytes of a layer are not what they should be: reading them again is useless. The message is a part of a sentence. */
public final class MalformedLayer extends IOException {
    public MalformedLayer(String message) {
        super(message);
    }
}
