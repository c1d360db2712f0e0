package io.jcompose.orchestrator.secret;

import java.io.IOException;
import java.util.Set;

/** Somebody who keeps digests of contents: what no one needs is removed. */
@FunctionalInterface
public interface Needed {
    /** {@code sha256:...}, all that must stay. When it throws, nothing is removed. */
    Set<String> digests() throws IOException;
}
