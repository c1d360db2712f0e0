package io.jcompose.runtime.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What a request carries; can be read again for another attempt. */
interface Payload {
    Payload NONE = of(new byte[0]);

    /** Bytes. */
    long length();

    InputStream open() throws IOException;

    static Payload of(byte[] bytes) {
        return new Payload() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    static Payload of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }
}
