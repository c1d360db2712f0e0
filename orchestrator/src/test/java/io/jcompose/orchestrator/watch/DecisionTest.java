package io.jcompose.orchestrator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.watch.PathFilter.Scope;
import io.jcompose.orchestrator.watch.Trigger.Action;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.context.IgnorePatterns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules and changed files in, tasks out. */
class DecisionTest {
    private static final Trigger.Hook HOOK = new Trigger.Hook(List.of("reload"), null, null, List.of());

    private static @Nullable Scope scope(String base, String... patterns) throws ContainerException {
        return patterns.length == 0 ? null : new Scope(Path.of(base), IgnorePatterns.of(List.of(patterns), "test"));
    }

    private static Trigger trigger(String service, String action, String path, String target) {
        Action word = Action.of(action);
        return new Trigger(
                service,
                Path.of(path),
                word,
                target,
                new PathFilter(List.of(), null),
                word == Action.SYNC_EXEC ? HOOK : null,
                false);
    }

    private static SortedMap<Path, Change> changes(String... paths) {
        SortedMap<Path, Change> changes = new TreeMap<>();
        for (String path : paths) {
            changes.put(
                    Path.of(path.replaceFirst("^[-!]", "")),
                    path.startsWith("-") ? Change.GONE : path.startsWith("!") ? Change.REPLACED : Change.THERE);
        }
        return changes;
    }

    /** Tasks as {@code sync web /w/src/a>/app/a}, {@code rebuild [web]} and so on. */
    private static List<String> told(List<Task> tasks) {
        List<String> lines = new ArrayList<>();
        for (Task task : tasks) {
            if (task instanceof Task.Sync sync) {
                sync.copies()
                        .forEach(copy -> lines.add("sync " + sync.service() + " "
                                + (copy.change() == Change.THERE ? "" : copy.change() + " ")
                                + copy.source() + ">" + copy.target()));
            } else if (task instanceof Task.Rebuild rebuild) {
                lines.add("rebuild " + rebuild.services());
            } else if (task instanceof Task.Restart restart) {
                lines.add("restart " + restart.services());
            } else if (task instanceof Task.Exec exec) {
                lines.add("exec " + exec.service() + " " + exec.hook().command());
            }
        }
        return lines;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /w/src       | /app        | /w/src/a        | /app/a
            /w/src       | /app/       | /w/src/d/a      | /app/d/a
            /w/src       | /           | /w/src/a        | /a
            /w/src       | /app        | /w/src          | /app
            /w/src       | /app        | /w/src2/a       |
            /w/src       | /app        | /w              |
            /w/conf.yml  | /etc/c.yml  | /w/conf.yml     | /etc/c.yml
            /w/conf.yml  | /etc/       | /w/conf.yml     | /etc/conf.yml
            /w/conf.yml  | /etc/       | /w/conf.yml.bak |
            """)
    void aPathHasItsPlaceBelowTheTarget(String path, String target, String changed, @Nullable String place) {
        assertThat(trigger("web", "sync", path, target).place(Path.of(changed)).orElse(null))
                .isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.js             | *.js           |          | true
            a.css            | *.js           |          | false
            sub/a.js         | *.js           |          | false
            sub/a.js         | **/*.js        |          | true
            sub/a.js         |                | sub      | false
            sub/a.js         |                | sub/     | false
            sub/a.js         |                | a.js     | true
            node_modules/a   | **             | node_modules/ | false
            x/node_modules/a |                | node_modules/ | true
            x/node_modules/a |                | **/node_modules/ | false
            keep/a           |                | *,!keep  | true
            lose/a           |                | *,!keep  | false
            """)
    void includeAndIgnoreAreRelativeToThePath(
            String path, @Nullable String include, @Nullable String ignore, boolean taken) throws Exception {
        Scope ignored = ignore == null ? null : scope("/w", ignore.split(","));
        PathFilter filter = new PathFilter(
                ignored == null ? List.of() : List.of(ignored), include == null ? null : scope("/w", include));
        assertThat(filter.takes(Path.of("/w", path))).isEqualTo(taken);
    }

    @Test
    void aFolderIsLeftOutAsAWholeOnlyWithoutExceptions() throws Exception {
        Scope all = scope("/w", "vendor");
        Scope some = scope("/w", "vendor", "!vendor/ours");
        assertThat(all).isNotNull();
        assertThat(some).isNotNull();
        assertThat(new PathFilter(List.of(all), null).excludes(Path.of("/w/vendor")))
                .isTrue();
        assertThat(new PathFilter(List.of(some), null).excludes(Path.of("/w/vendor")))
                .isFalse();
        Trigger without =
                new Trigger("a", Path.of("/w"), Action.RESTART, "", new PathFilter(List.of(all), null), null, false);
        Trigger with = trigger("b", "restart", "/w", "");
        assertThat(new Triggers(List.of(without), List.of()).excludes(Path.of("/w/vendor")))
                .isTrue();
        assertThat(new Triggers(List.of(without, with), List.of()).excludes(Path.of("/w/vendor")))
                .isFalse();
    }

    @Test
    void eachActionHasItsTasksInTheOrderOfNeeds() {
        List<Trigger> triggers = List.of(
                trigger("run", "sync+exec", "/w/run", "/r"),
                trigger("web", "sync", "/w/src", "/app"),
                trigger("web", "sync+restart", "/w/conf", "/etc/conf"),
                trigger("api", "rebuild", "/w/pom.xml", ""),
                trigger("job", "restart", "/w/job", ""));
        assertThat(told(Decision.of(triggers, changes("/w/src/a", "-/w/src/b", "!/w/src/c"))))
                .containsExactly(
                        "sync web /w/src/a>/app/a",
                        "sync web GONE /w/src/b>/app/b",
                        "sync web REPLACED /w/src/c>/app/c");
        assertThat(told(Decision.of(triggers, changes("/w/conf", "/w/pom.xml", "/w/job/x", "/w/run/1", "/w/run/2"))))
                .containsExactly(
                        "rebuild [api]",
                        "sync run /w/run/1>/r/1",
                        "sync run /w/run/2>/r/2",
                        "sync web /w/conf>/etc/conf",
                        "restart [job, web]",
                        "exec run [reload]");
        assertThat(Decision.of(triggers, changes("/w/other"))).isEmpty();
    }

    @Test
    void aServiceThatIsRebuiltIsRestartedOnlyForFilesThatAreCopiedAfterwards() {
        List<Trigger> triggers = new ArrayList<>(
                Arrays.asList(trigger("web", "rebuild", "/w/pom.xml", ""), trigger("web", "restart", "/w/flag", "")));
        assertThat(told(Decision.of(triggers, changes("/w/pom.xml", "/w/flag"))))
                .containsExactly("rebuild [web]");
        triggers.add(trigger("web", "sync+restart", "/w/conf", "/conf"));
        assertThat(told(Decision.of(triggers, changes("/w/pom.xml", "/w/conf"))))
                .containsExactly("rebuild [web]", "sync web /w/conf>/conf", "restart [web]");
    }

    @Test
    void whatTheWatchBeginsWithIsCopiedForRulesThatWantIt() {
        Trigger plain = trigger("web", "sync", "/w/src", "/app");
        Trigger first = new Trigger(
                "api", Path.of("/w/src"), Action.SYNC_RESTART, "/api", new PathFilter(List.of(), null), null, true);
        assertThat(told(Decision.first(List.of(plain, first), changes("/w/src/a"))))
                .containsExactly("sync api /w/src/a>/api/a");
    }

    @Test
    void aContainerThatIsNewGetsAllThatWasCopied() {
        Task.Copy a = new Task.Copy(Path.of("/w/a"), Change.THERE, "/a");
        Task.Copy b = new Task.Copy(Path.of("/w/b"), Change.GONE, "/b");
        Copied copied = new Copied();
        copied.begin("web", List.of("one"));
        assertThat(copied.lacks("web", "two")).isFalse();
        copied.add("web", List.of(a));
        assertThat(copied.due("web", "one", List.of(a))).containsExactly(a);
        copied.add("web", List.of(b));
        assertThat(copied.lacks("web", "two")).isTrue();
        assertThat(copied.due("web", "two", List.of(b))).containsExactly(a, b);
        assertThat(copied.due("web", "two", List.of(b))).containsExactly(b);
        copied.failed("web", "two");
        assertThat(copied.due("web", "two", List.of())).containsExactly(a, b);
        assertThat(copied.lacks("api", "three")).isFalse();
    }

    @Test
    void aBurstEndsWithQuietOrWhenItGoesOnForTooLong() {
        long milli = 1_000_000;
        assertThat(Debounce.USUAL.left(0, 0, 0)).isEqualTo(100 * milli);
        assertThat(Debounce.USUAL.left(0, 80 * milli, 100 * milli)).isEqualTo(80 * milli);
        assertThat(Debounce.USUAL.left(0, 490 * milli, 495 * milli)).isEqualTo(5 * milli);
        assertThat(Debounce.USUAL.left(0, 499 * milli, 500 * milli)).isZero();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,      file,   THERE
            -,      folder, THERE
            file,   -,      GONE
            folder, -,      GONE
            -,      -,      -
            file,   file,   THERE
            folder, folder, -
            file,   folder, REPLACED
            folder, file,   REPLACED
            """)
    void twoLooksAtATouchedPathTellWhatBecameOfIt(
            @Nullable String then, @Nullable String now, @Nullable Change change) {
        assertThat(KnownFiles.change(stamp(then), stamp(now)).orElse(null)).isEqualTo(change);
    }

    private static @Nullable Stamp stamp(@Nullable String kind) {
        return kind == null ? null : new Stamp(kind.equals("folder"), "1", 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"/w/\u00fc b%41/x", "a/../\u65e5", "/", "plain", "/etc"})
    void namesAreReadByTheirBytesWhereTheLocaleCannot(String name) {
        assertThat(PathText.ofBytes(Path.of(name))).isEqualTo(name);
    }

    @Test
    void whatIsBelowAFolderIsFoundAlsoWhenNamesSortBetween() {
        KnownFiles known = new KnownFiles();
        Stamp file = new Stamp(false, "1", 0, 0);
        for (String path : List.of("/w/a", "/w/a/x", "/w/a.b", "/w/a-b/x", "/w/ab", "/w/b")) {
            known.saw(Path.of(path), file);
        }
        assertThat(known.below(Path.of("/w/a"))).containsExactly(Path.of("/w/a"), Path.of("/w/a/x"));
        assertThat(known.changes()).hasSize(6);
        known.saw(Path.of("/w/new"), file);
        known.saw(Path.of("/w/new"), null);
        assertThat(known.changes()).as("what came and went").isEmpty();
    }
}
