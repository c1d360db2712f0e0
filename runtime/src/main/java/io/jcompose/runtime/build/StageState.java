package io.jcompose.runtime.build;

import io.jcompose.runtime.build.plan.Settings;
import io.jcompose.runtime.build.plan.SettingsJson;
import io.jcompose.runtime.manifest.Digest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A stage at one moment: what an image of it would be.
 *
 * @param layers the lowest first
 * @param directories of the layers, in the same order
 * @param made when the last of it was made
 */
record StageState(
        List<Digest> layers, List<Path> directories, Settings settings, List<SettingsJson.Past> history, Instant made) {
    StageState {
        layers = List.copyOf(layers);
        directories = List.copyOf(directories);
        history = List.copyOf(history);
    }

    static StageState scratch() {
        return new StageState(List.of(), List.of(), Settings.empty(), List.of(), Instant.EPOCH);
    }

    /** The topmost first, as overlayfs takes them; {@code empty} stands for none. */
    List<Path> stack(Path empty) {
        List<Path> turned = new ArrayList<>(directories);
        java.util.Collections.reverse(turned);
        return turned.isEmpty() ? List.of(empty) : turned;
    }

    List<String> layerNames() {
        return layers.stream().map(Digest::hex).toList();
    }

    StageState with(Digest layer, Path directory, Instant time) {
        List<Digest> more = new ArrayList<>(layers);
        more.add(layer);
        List<Path> places = new ArrayList<>(directories);
        places.add(directory);
        return new StageState(more, places, settings, history, time.isAfter(made) ? time : made);
    }

    StageState with(SettingsJson.Past past) {
        List<SettingsJson.Past> more = new ArrayList<>(history);
        more.add(past);
        return new StageState(layers, directories, settings, more, made);
    }

    /** To build upon: what happens to its settings does not happen to these. */
    StageState copy() {
        return new StageState(layers, directories, settings.copy(), history, made);
    }
}
