package io.jcompose.spec.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.spec.fuzz.Trees;
import io.jcompose.spec.schema.Probes.Probe;
import io.jcompose.spec.text.Canonical;
import io.jcompose.spec.text.GoldenCases;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Our loader against the schema that the reference loader validates with: {@link Differences} has the known ones. */
class SchemaOracleTest {
    /** Of each file. */
    private static final int MUTATIONS = Integer.getInteger("oracle.mutations", 20);

    private static final ReferenceSchema SCHEMA = ReferenceSchema.read();

    @Test
    void every_form_of_a_value_at_every_place_of_the_schema_is_answered_as_the_schema_does() {
        Differences differences = new Differences();
        int accepted = 0;
        int refused = 0;
        for (Probe probe : Probes.of(SCHEMA.source())) {
            Answers answers = Answers.of(YamlWriter.write(probe.model()), SCHEMA);
            assertThat(answers.asked()).as(probe.toString()).isTrue();
            differences.add(answers, probe.path() + ": " + Probes.shown(probe.form()));
            accepted += answers.refused() ? 0 : 1;
            refused += answers.refused() ? 1 : 0;
        }
        assertThat(differences.unknown()).isEmpty();
        assertThat(differences.unused()).containsExactly(Differences.DEVICE_OF_ONE_PATH);
        assertThat(accepted).isGreaterThan(1_000);
        assertThat(refused).isGreaterThan(6_000);
    }

    @Test
    void a_golden_file_that_is_damaged_is_answered_as_the_schema_does() {
        long run = Long.getLong("oracle.seed", 1);
        List<MapNode> seeds = Trees.golden().stream()
                .filter(SchemaOracleTest::isWhole)
                .distinct()
                .toList();
        Differences differences = new Differences();
        int accepted = 0;
        int refused = 0;
        for (MapNode seed : seeds) {
            Mutations mutations = new Mutations(seed, run);
            for (int i = 0; i < MUTATIONS; i++) {
                String yaml = YamlWriter.write(mutations.next());
                Answers answers = Answers.of(yaml, SCHEMA);
                assertThat(answers.asked()).as(yaml).isTrue();
                differences.add(answers, "mutation of run " + run + ":\n" + yaml);
                accepted += answers.refused() ? 0 : 1;
                refused += answers.refused() ? 1 : 0;
            }
        }
        assertThat(differences.unknown()).isEmpty();
        assertThat(seeds.size()).isGreaterThan(100);
        assertThat(accepted).isGreaterThan(MUTATIONS * seeds.size() / 10);
        assertThat(refused).isGreaterThan(MUTATIONS * seeds.size() / 2);
    }

    @Test
    void what_we_accept_the_schema_accepts_before_and_after() throws IOException {
        Differences differences = new Differences();
        int accepted = 0;
        for (Path directory : GoldenCases.all()) {
            Answers answers = Answers.of(GoldenCases.request(directory), "Merge", SCHEMA);
            if (answers.loaded().isPresent()) {
                differences.add(answers, directory.toString());
                String json = Canonical.userJson(answers.loaded().get().project());
                assertThat(SCHEMA.refusals(new ObjectMapper().readTree(json)))
                        .as(json)
                        .isEmpty();
                accepted++;
            }
        }
        try (Stream<Path> corpus = Files.list(Path.of("src/test/resources/fuzz/LoaderFuzz"))) {
            for (Path file : corpus.sorted().toList()) {
                Answers answers = Answers.of(Files.readString(file), SCHEMA);
                if (answers.loaded().isPresent()) {
                    differences.add(answers, file.toString());
                    accepted++;
                }
            }
        }
        assertThat(differences.unknown()).isEmpty();
        assertThat(accepted).isGreaterThan(70);
    }

    /** Whether both take it, and it stands alone. */
    private static boolean isWhole(MapNode seed) {
        boolean composed = seed.get("include").isPresent()
                || seed.map("services").entries().values().stream()
                        .anyMatch(entry -> entry.value() instanceof MapNode service
                                && service.get("extends").isPresent());
        if (composed) {
            return false;
        }
        Answers answers = Answers.of(YamlWriter.write(seed), SCHEMA);
        return answers.loaded().isPresent() && !answers.refused();
    }
}
