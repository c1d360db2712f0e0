package io.jcompose.network.link;

import io.jcompose.network.netlink.Netns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Switches of IPv4 in a network namespace: which namespace /proc/sys/net shows depends on the thread that opens it. */
public final class Sysctl {
    private static final Path IPV4 = Path.of("/proc/sys/net/ipv4");

    private Sysctl() {}

    /** Whether the host forwards packets between its interfaces. */
    public static boolean forwards(Netns host) throws IOException {
        return host.call(() -> isOn(IPV4.resolve("ip_forward")));
    }

    public static void forward(Netns host) throws IOException {
        host.call(() -> turnOn(IPV4.resolve("ip_forward")));
    }

    /** Lets packets for 127.0.0.1 be translated to containers behind the interface (route_localnet). */
    public static void routeLocalnet(Netns host, String link) throws IOException {
        host.call(() -> turnOn(localnet(link)));
    }

    public static boolean routesLocalnet(Netns host, String link) throws IOException {
        return host.call(() -> isOn(localnet(link)));
    }

    private static Path localnet(String link) {
        return IPV4.resolve("conf").resolve(link).resolve("route_localnet");
    }

    private static boolean isOn(Path file) throws IOException {
        return Files.exists(file) && Files.readString(file).strip().equals("1");
    }

    private static boolean turnOn(Path file) throws IOException {
        if (!isOn(file)) {
            Files.writeString(file, "1");
        }
        return true;
    }
}
