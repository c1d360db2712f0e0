package io.jcompose.orchestrator.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every command that builds takes. */
final class BuildOptions {
    @Option(
            names = "--build-arg",
            paramLabel = "NAME=VALUE",
            description = "Value of an ARG; without a value, that of the variable.")
    private List<String> arguments = new ArrayList<>();

    @Option(names = "--no-cache", description = "Do every step anew.")
    private boolean noCache;

    @Option(names = "--pull", description = "Ask for newer base images.")
    private boolean pull;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show nothing but the result.")
    private boolean quiet;

    @Option(names = "--check", description = "Only look through the Dockerfile; exit code 1 when something is found.")
    private boolean check;

    @Option(names = "--progress", paramLabel = "KIND", description = "auto, tty, plain, json or quiet.")
    private String progress = "";

    @Option(names = "--ssh", paramLabel = "ID[=SOCKET]", description = "An agent for RUN --mount=type=ssh.")
    private List<String> ssh = new ArrayList<>();

    boolean noCache() {
        return noCache;
    }

    boolean pull() {
        return pull;
    }

    boolean quiet() {
        return quiet;
    }

    boolean check() {
        return check;
    }

    String progress() {
        return progress;
    }

    /** Those of the call, and SOURCE_DATE_EPOCH of its surroundings. */
    Map<String, String> arguments(Session session) {
        Map<String, String> values = new LinkedHashMap<>();
        String epoch = session.console().variable("SOURCE_DATE_EPOCH");
        if (!epoch.isEmpty()) {
            values.put("SOURCE_DATE_EPOCH", epoch);
        }
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String value = equals < 0 ? session.console().environment().get(name) : argument.substring(equals + 1);
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    Map<String, String> agents(Session session) {
        Map<String, String> sockets = new LinkedHashMap<>();
        for (String agent : ssh) {
            int equals = agent.indexOf('=');
            String own = session.console().variable("SSH_AUTH_SOCK");
            sockets.put(
                    equals < 0 ? agent : agent.substring(0, equals), equals < 0 ? own : agent.substring(equals + 1));
        }
        return sockets;
    }
}
