package io.jcompose.runtime.build.plan;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.dockerfile.Malformed;
import io.jcompose.runtime.manifest.Platform;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a build runs on and makes images for: this host, and nothing else. */
public final class Platforms {
    static final Set<String> NAMES = Set.of(
            "TARGETPLATFORM",
            "TARGETOS",
            "TARGETARCH",
            "TARGETVARIANT",
            "BUILDPLATFORM",
            "BUILDOS",
            "BUILDARCH",
            "BUILDVARIANT");

    private Platforms() {}

    /** The arguments that a Dockerfile may declare without a value (Dockerfile reference, automatic platform ARGs). */
    public static Map<String, String> arguments() {
        Platform host = Platform.host();
        Map<String, String> values = new LinkedHashMap<>();
        for (String role : new String[] {"TARGET", "BUILD"}) {
            values.put(role + "PLATFORM", host.toString());
            values.put(role + "OS", host.os());
            values.put(role + "ARCH", host.architecture());
            values.put(role + "VARIANT", host.variant());
        }
        return values;
    }

    static void check(String text) throws Malformed {
        try {
            if (Platform.host().accepts(Platform.parse(text))) {
                return;
            }
        } catch (ContainerException e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
        throw new Malformed("the platform " + text + " is not this host's, " + Platform.host()
                + ": images are built only for the host");
    }
}
