package io.jcompose.spec.text;

import static io.jcompose.spec.text.Texts.lines;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.ProblemRenderer;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Files made to cost much, each as large as the loader reads. The program loads each in turn and prints how it ended and
 * how long it took: {@link BombsTest} runs it in a small heap.
 */
final class Bombs {
    /** Just under what the loader takes. */
    private static final int MOST = (4 << 20) - 100;

    private static final String WEB = "services:\n  web:\n    image: x\n";
    private static final String HEX = "%x";

    private Bombs() {}

    /** Arguments: a directory to write into. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Files.writeString(directory.resolve("some.env"), lines(2_000, i -> "a" + i + "=$b"));
        Files.writeString(directory.resolve("large.env"), lines(MOST / 12, i -> "a" + String.format(HEX, i) + "="));
        Files.writeString(directory.resolve("long.env"), "#".repeat(1 << 20));
        for (Map.Entry<String, Supplier<String>> bomb : all().entrySet()) {
            Files.writeString(directory.resolve("compose.yaml"), bomb.getValue().get());
            long begun = now();
            String end = load(Requests.in(directory));
            System.out.printf("%s: %s, %d ms%n", bomb.getKey(), end, (now() - begun) / 1_000_000);
        }
    }

    /** Processor time: the machine may be busy. */
    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String load(LoadRequest request) {
        try {
            return Canonical.yaml(Loader.load(request).project()).isEmpty() ? "no text" : "loads";
        } catch (SpecException e) {
            String text = new ProblemRenderer(e.texts(), true).render(e.problems());
            return text.length() < 100_000 ? "refused" : "refused at length: " + text.length();
        }
    }

    static Map<String, Supplier<String>> all() {
        Map<String, Supplier<String>> bombs = new TreeMap<>();
        syntax(bombs);
        amounts(bombs);
        envFiles(bombs);
        expansions(bombs);
        return bombs;
    }

    private static void syntax(Map<String, Supplier<String>> bombs) {
        bombs.put("deep flow lists", () -> "x-a: " + "[".repeat(MOST - 10));
        bombs.put("deep flow mappings", () -> "x-a: " + "{a: ".repeat(MOST / 4 - 10));
        bombs.put("deep block lists", () -> "x-a:\n" + "- ".repeat(MOST / 2 - 10));
        bombs.put("deep complex keys", () -> "? ".repeat(MOST / 2));
        bombs.put("deep block mappings", () -> lines(2_800, i -> " ".repeat(i) + "a:"));
        bombs.put("one line", () -> "x-a: " + "a".repeat(MOST - 10));
        bombs.put("one quoted line", () -> "x-a: \"" + "\\n".repeat(MOST / 2 - 10) + "\"");
        bombs.put("one unclosed quote", () -> "x-a: \"" + "a\n".repeat(MOST / 2 - 10));
        bombs.put("one key", () -> "a".repeat(MOST - 10) + ": 1");
        bombs.put("one comment", () -> WEB + "#".repeat(MOST - 100));
        bombs.put("empty lines", () -> "\n".repeat(MOST));
        bombs.put("tabs", () -> "\t".repeat(MOST));
        bombs.put("folded text", () -> "x-a: >\n" + "  a\n\n".repeat(MOST / 5 - 10));
        bombs.put("documents", () -> "---\n".repeat(MOST / 4));
        bombs.put("full documents", () -> "---\n{a: b}\n".repeat(MOST / 11));
        bombs.put("directives", () -> "%YAML 1.2\n".repeat(MOST / 10));
        bombs.put("anchors", () -> "x-a: [" + lines(MOST / 14, i -> "&a" + String.format(HEX, i) + " 1,") + "]");
        bombs.put("aliases", () -> "x-a: &a 1\nx-b: [" + "*a ,".repeat(MOST / 4 - 10) + "]");
        bombs.put("tags", () -> "x-a: [" + "!a ,".repeat(MOST / 4 - 10) + "]");
        bombs.put("dots", () -> "x-a: " + "1.".repeat(MOST / 2 - 10));
    }

    private static void amounts(Map<String, Supplier<String>> bombs) {
        bombs.put("empty lists", () -> "x-a: [" + "[],".repeat(MOST / 3 - 10) + "]");
        bombs.put("one-letter items", () -> "x-a: [" + "a,".repeat(MOST / 2 - 10) + "]");
        bombs.put("block items", () -> "x-a:\n" + "-\n".repeat(MOST / 2 - 10));
        bombs.put("keys", () -> "{" + lines(MOST / 8, i -> "k" + String.format(HEX, i) + ",") + "}");
        bombs.put("the same key", () -> "a:\n".repeat(MOST / 3));
        bombs.put("number keys", () -> "1:\n".repeat(MOST / 3));
        bombs.put("merge keys", () -> "x-a: &a {b: c}\nx-b: {" + "<<: *a, ".repeat(MOST / 8 - 10) + "}");
        bombs.put("unknown keys", () -> WEB + lines(MOST / 12, i -> "    k" + String.format(HEX, i) + ":"));
        bombs.put("services", () -> "services:\n" + lines(MOST / 13, i -> "  s" + String.format(HEX, i) + ":"));
        bombs.put("ports", () -> WEB + "    ports: [" + "1,".repeat(MOST / 2 - 100) + "]");
        bombs.put("published ports", () -> WEB + "    ports:\n" + lines(MOST / 20, i -> "    - " + i + ":80"));
        bombs.put("port ranges", () -> WEB + "    ports:\n" + lines(MOST / 32, i -> "    - 127.0.0.1::1-65535"));
        bombs.put(
                "ports of many services",
                () -> "services:\n"
                        + lines(
                                8,
                                s -> "  s" + s + ":\n    image: x\n    ports: ["
                                        + lines(18_000, i -> (s * 7_000 + i) % 65_535 + 1 + ":1,") + "]"));
        bombs.put("wide port ranges", () -> WEB + "    ports:\n" + lines(3, i -> "    - 127.0.0." + i + "::1-65535"));
        bombs.put(
                "published port ranges",
                () -> WEB + "    ports:\n" + lines(3, i -> "    - 127.0.0." + i + ":1-65535:1-65535"));
        bombs.put("volumes", () -> WEB + "    volumes:\n" + lines(MOST / 20, i -> "    - ./a:/" + i));
        bombs.put("commands", () -> WEB + "    command: " + "a ".repeat(MOST / 2 - 100));
        bombs.put("labels", () -> WEB + "    labels: [" + lines(MOST / 10, i -> "a" + i + ",") + "]");
        bombs.put(
                "hosts",
                () -> WEB + "    extra_hosts: [" + lines(MOST / 13, i -> "h=::" + String.format(HEX, i % 65000) + ",")
                        + "]");
        bombs.put("networks", () -> WEB + "    networks: [" + lines(MOST / 10, i -> "a" + i + ",") + "]");
    }

    private static void envFiles(Map<String, Supplier<String>> bombs) {
        for (String file : List.of("some", "large", "long")) {
            bombs.put(
                    file + " env file of many services",
                    () -> "services:\n" + lines(5_000, i -> "  s" + i + ": {image: x, env_file: " + file + ".env}"));
        }
        bombs.put("large env file", () -> WEB + "    env_file: [{path: large.env, format: raw}]");
    }

    private static void expansions(Map<String, Supplier<String>> bombs) {
        String laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
                + lines(20, i -> "a" + (i + 1) + ": &a" + (i + 1) + " [" + ("*a" + i + ",").repeat(10) + "]");
        bombs.put("billion laughs", () -> laughs + WEB);
        bombs.put("laughs in each document", () -> {
            String small = "---\nx-a: &a [" + "b,".repeat(50) + "]\nx-b: [" + "*a ,".repeat(1_900) + "]\n";
            return small.repeat(MOST / small.length());
        });
        bombs.put(
                "one long text again and again",
                () -> "x-a: &a " + "b".repeat(3_000_000) + "\n" + WEB + "    labels:\n"
                        + lines(50_000, i -> "      l" + i + ": *a"));
        bombs.put(
                "one service again and again",
                () -> "x-a: &a {image: x, labels: {" + lines(900, i -> "l" + i + ": v,") + "}}\nservices:\n"
                        + lines(100, i -> "  s" + i + ": *a"));
        bombs.put("dollars", () -> "x-a: " + "$".repeat(MOST - 10));
        bombs.put("variables", () -> "x-a: " + "$HOME".repeat(MOST / 5 - 10));
        bombs.put("defaults in defaults", () -> "x-a: " + "${A:-".repeat(MOST / 6 - 10) + "}".repeat(MOST / 6 - 10));
        bombs.put("open variables", () -> "x-a: [" + "'${a',".repeat(MOST / 6 - 10) + "]");
        bombs.put("unset variables", () -> "x-a: [" + lines(MOST / 9, i -> "$a" + String.format(HEX, i) + ",") + "]");
        bombs.put(
                "long defaults",
                () -> "x-a: &a \"${A:-" + "b".repeat(500_000) + "}\"\nx-b: [" + "*a ,".repeat(50_000) + "]");
    }
}
