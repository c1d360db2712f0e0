package io.jcompose.spec.phase;

import io.jcompose.spec.env.Dotenv;
import io.jcompose.spec.env.Variables;
import io.jcompose.spec.input.Mention;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The variables of an included project: those of the including one, then its own env files. */
final class IncludeVariables {
    /** The name that turns {@code .env} off. */
    private static final String NO_FILE = "/dev/null";

    private final Draft draft;
    private final Setting setting;
    private final Map<String, ScalarNode> found = new LinkedHashMap<>();

    private IncludeVariables(Draft draft, Setting setting) {
        this.draft = draft;
        this.setting = setting;
    }

    /** Of {@code entry}, whose project is in {@code directory}, included by {@code draft}. */
    static Variables read(IncludeEntry entry, Path directory, Draft draft, Setting setting) {
        IncludeVariables variables = new IncludeVariables(draft, setting);
        Path usual = directory.resolve(".env");
        if (entry.envFiles().isEmpty() && Files.isRegularFile(usual)) {
            variables.add(usual, new Mention(entry.span(), entry.where()));
        }
        for (ScalarNode file : entry.envFiles()) {
            if (!file.text().equals(NO_FILE)) {
                Paths.absolute(file.text(), file.span(), entry.where(), setting)
                        .ifPresent(path -> variables.add(path, new Mention(file.span(), entry.where())));
            }
        }
        return setting.variables().and(variables.found);
    }

    private void add(Path path, Mention mention) {
        String name = setting.documents().shown(path);
        setting.texts()
                .read(name, path, mention)
                .ifPresent(text -> found.putAll(Dotenv.parse(name, text, this::lookup, setting.problems())));
    }

    private Optional<String> lookup(String name) {
        return setting.variable(name, draft)
                .or(() -> Optional.ofNullable(found.get(name)).map(ScalarNode::text));
    }
}
