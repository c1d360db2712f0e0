package io.jcompose.spec.yaml;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML text to trees, one for each document. Anchors and merge keys are resolved, within limits. */
public final class YamlReader {
    /** Prefix of the tags that {@link CoreSchema} gives to plain scalars. */
    static final String CORE = "core:";

    private YamlReader() {}

    /**
     * The mappings of all documents, none for a text without any. Everything wrong with the text goes to {@code problems}.
     *
     * @param file name for spans
     */
    public static List<Document> read(String file, String text, Problems problems) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (hasControlCharacter(file, body, problems)) {
            return List.of();
        }
        List<Document> documents = new ArrayList<>();
        try {
            NodeComposer composer = composer(body);
            while (composer.checkNode()) {
                NodeBuilder builder = new NodeBuilder(file, problems);
                org.yaml.snakeyaml.nodes.Node source = composer.getNode();
                Node root = builder.build(source);
                if (root instanceof MapNode map) {
                    MapNode kept = builder.isReset(source) ? MapNode.empty(map.span()) : map;
                    documents.add(new Document(file, kept, builder.removals(source)));
                } else if (!root.isNull()) {
                    problems.error(root.span(), "", "top-level object must be a mapping, not " + root.noun());
                }
            }
        } catch (MarkedYAMLException e) {
            problems.error(span(file, e.getProblemMark()), "", sentence(e), hint(e));
        } catch (YAMLException e) {
            problems.error(new Span(file, 1, 1), "", "is not YAML: " + e.getMessage());
        }
        return documents;
    }

    private static NodeComposer composer(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        return new NodeComposer(new ParserImpl(new TextReader(text), options), new CoreResolver());
    }

    private static boolean hasControlCharacter(String file, String text, Problems problems) {
        int line = 1;
        int column = 1;
        int width = 1;
        for (int i = 0; i < text.length(); i += width) {
            char unit = text.charAt(i);
            int c = Character.isSurrogate(unit) ? text.codePointAt(i) : unit;
            width = Character.charCount(c);
            boolean ascii = unit >= ' ' && unit < 0x7f;
            if (!ascii && !StreamReader.isPrintable(c)) {
                problems.error(
                        new Span(file, line, column),
                        "",
                        String.format("character U+%04X is not allowed in YAML", c),
                        "is this a text file?");
                return true;
            }
            line = c == '\n' ? line + 1 : line;
            column = c == '\n' ? 1 : column + 1;
        }
        return false;
    }

    static Span span(String file, @Nullable Mark mark) {
        return mark == null ? new Span(file, 1, 1) : new Span(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String sentence(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? "cannot be understood" : e.getProblem();
        String what = problem.contains("'\\t(TAB)'") ? "a tab is used for indentation" : problem;
        return "is not YAML: " + (e.getContext() == null ? what : e.getContext() + ", " + what).strip();
    }

    private static @Nullable String hint(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("TAB")) {
            return "YAML is indented with spaces only";
        }
        return problem.contains("mapping values are not allowed")
                ? "check the indentation, or quote a text that contains `: `"
                : null;
    }

    /** Marks each plain scalar with its core type, so that an explicit tag can be told from a resolved one. */
    private static final class CoreResolver extends Resolver {
        private final Map<Kind, Tag> tags = new EnumMap<>(Kind.class);

        CoreResolver() {
            for (Kind kind : Kind.values()) {
                tags.put(kind, new Tag(CORE + kind));
            }
        }

        @Override
        protected void addImplicitResolvers() {
            // none of YAML 1.1's: resolve() below asks CoreSchema
        }

        @Override
        public Tag resolve(NodeId kind, @Nullable String value, boolean implicit) {
            if (kind == NodeId.scalar && implicit && value != null) {
                return Objects.requireNonNull(tags.get(CoreSchema.kind(value)));
            }
            return kind == NodeId.scalar ? Tag.STR : kind == NodeId.sequence ? Tag.SEQ : Tag.MAP;
        }
    }
}
