package io.jcompose.runtime.build.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands behind the name of an instruction: its flags, read and checked, and the rest. */
final class Arguments {
    private final String keyword;
    private final String line;
    private final char escape;
    private final Map<String, List<String>> flags = new LinkedHashMap<>();
    private int at;

    /** @param from where in {@code line} the arguments begin */
    Arguments(String keyword, String line, int from, char escape) {
        this.keyword = keyword;
        this.line = line;
        this.at = from;
        this.escape = escape;
        skipBlanks();
    }

    private void skipBlanks() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
    }

    /** Where the rest begins in the line. */
    int offset() {
        return at;
    }

    String rest() {
        return line.substring(at);
    }

    boolean isEmpty() {
        return at >= line.length();
    }

    Malformed wrong(String message) {
        return new Malformed(keyword + " " + message, at);
    }

    /** Reads the flags in front, of which only {@code known} may be there, and only {@code several} more than once. */
    void readFlags(Set<String> known, Set<String> several) throws Malformed {
        while (line.startsWith("--", at)) {
            RawWords.Word word = RawWords.of(line, at, escape).get(0);
            String text = unquoted(word.text());
            int start = at;
            at = word.offset() + word.text().length();
            skipBlanks();
            if (text.equals("--")) {
                return;
            }
            int equals = text.indexOf('=');
            String name = text.substring(2, equals < 0 ? text.length() : equals).toLowerCase(Locale.ROOT);
            if (!known.contains(name)) {
                String have = known.isEmpty()
                        ? "it has none"
                        : "it has --"
                                + String.join(", --", known.stream().sorted().toList());
                throw new Malformed(keyword + " has no flag '--" + name + "'; " + have, start);
            }
            List<String> values = flags.computeIfAbsent(name, any -> new ArrayList<>());
            if (!values.isEmpty() && !several.contains(name)) {
                throw new Malformed(keyword + " has the flag '--" + name + "' twice", start);
            }
            values.add(equals < 0 ? "true" : text.substring(equals + 1));
        }
    }

    private String unquoted(String word) {
        StringBuilder text = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == escape && i + 1 < word.length()) {
                text.append(word.charAt(++i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    Optional<String> flag(String name) {
        return flags(name).stream().findFirst();
    }

    List<String> flags(String name) {
        return flags.getOrDefault(name, List.of());
    }

    /** The flags of these names that are there. */
    Map<String, String> flags(Set<String> names) {
        Map<String, String> found = new LinkedHashMap<>();
        names.stream().sorted().forEach(name -> flag(name).ifPresent(value -> found.put(name, value)));
        return Map.copyOf(found);
    }

    /** A flag without a value, or with true or false. */
    void checkIsFlag(String name) throws Malformed {
        String value = flag(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw wrong("has --" + name + "=" + value + ", which must be true or false");
        }
    }

    /** A JSON list, or else the words between blanks. */
    List<String> list() throws Malformed {
        Optional<List<String>> json = JsonWords.read(rest().strip());
        return json.isPresent() ? json.get() : blankSeparated();
    }

    List<String> blankSeparated() {
        return isEmpty() ? List.of() : List.of(rest().strip().split("[ \t\r\f\u000b]+"));
    }

    Command command() throws Malformed {
        Optional<List<String>> json = JsonWords.read(rest().strip());
        return json.isPresent() ? new Command.Exec(json.get()) : new Command.Shell(rest());
    }

    /** {@code name=value ...}, or {@code name value} for the old form. */
    List<Instruction.Setting> settings() throws Malformed {
        List<RawWords.Word> words = RawWords.of(line, at, escape);
        if (words.isEmpty()) {
            throw wrong("needs at least one name and its value");
        }
        if (!words.get(0).text().contains("=")) {
            String[] both = rest().split("[ \t\r\f\u000b]+", 2);
            if (both.length < 2) {
                throw wrong("needs a value for '" + both[0] + "'");
            }
            return List.of(new Instruction.Setting(both[0], both[1]));
        }
        List<Instruction.Setting> settings = new ArrayList<>();
        for (RawWords.Word word : words) {
            int equals = word.text().indexOf('=');
            if (equals < 0) {
                throw new Malformed(
                        "'" + word.text() + "' has no '=': settings are written as name=value", word.offset());
            }
            if (equals == 0) {
                throw new Malformed("a name before '=' is missing", word.offset());
            }
            settings.add(new Instruction.Setting(
                    word.text().substring(0, equals), word.text().substring(equals + 1)));
        }
        return List.copyOf(settings);
    }

    /** {@code name} or {@code name=value}, each. */
    List<Instruction.Setting> optionalSettings() throws Malformed {
        List<Instruction.Setting> settings = new ArrayList<>();
        for (RawWords.Word word : RawWords.of(line, at, escape)) {
            int equals = word.text().indexOf('=');
            String name = equals < 0 ? word.text() : word.text().substring(0, equals);
            if (name.isEmpty()) {
                throw new Malformed("a name before '=' is missing", word.offset());
            }
            settings.add(new Instruction.Setting(
                    name, equals < 0 ? null : word.text().substring(equals + 1)));
        }
        if (settings.isEmpty()) {
            throw wrong("needs a name");
        }
        return List.copyOf(settings);
    }

    /** The whole rest, which must be one argument. */
    String single(String what) throws Malformed {
        if (isEmpty()) {
            throw wrong("needs " + what);
        }
        return rest().strip();
    }
}
