package io.jcompose.runtime.build.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an image says about its containers, while it is built. It belongs to the one thread that reads its stage.
 *
 * <p>A null {@code entrypoint}, {@code command}, {@code shell} or {@code healthcheck} says nothing; an empty list is one.
 */
public final class Settings {
    final Map<String, String> environment = new LinkedHashMap<>();
    final SortedMap<String, String> labels = new TreeMap<>();
    final SortedSet<String> ports = new TreeSet<>();
    final SortedSet<String> volumes = new TreeSet<>();
    final List<String> triggers = new ArrayList<>();

    @Nullable
    List<String> entrypoint;

    @Nullable
    List<String> command;

    @Nullable
    List<String> shell;

    @Nullable
    Health healthcheck;

    String user = "";
    String workingDirectory = "";
    String stopSignal = "";
    String author = "";

    /**
     * A probe of containers.
     *
     * @param test as the image specification has it: NONE, CMD or CMD-SHELL first
     * @param numbers nanoseconds and counts by their names in the configuration
     */
    record Health(List<String> test, Map<String, Long> numbers) {}

    public static Settings empty() {
        return new Settings();
    }

    /** The same again, to go on with in another stage. */
    public Settings copy() {
        Settings copy = new Settings();
        copy.environment.putAll(environment);
        copy.labels.putAll(labels);
        copy.ports.addAll(ports);
        copy.volumes.addAll(volumes);
        copy.triggers.addAll(triggers);
        copy.entrypoint = entrypoint;
        copy.command = command;
        copy.shell = shell;
        copy.healthcheck = healthcheck;
        copy.user = user;
        copy.workingDirectory = workingDirectory;
        copy.stopSignal = stopSignal;
        copy.author = author;
        return copy;
    }

    public Map<String, String> environment() {
        return environment;
    }

    /** The triggers, which do not go on to images of this one. */
    public List<String> takeTriggers() {
        List<String> taken = List.copyOf(triggers);
        triggers.clear();
        return taken;
    }

    public void author(String name) {
        author = name;
    }

    public String user() {
        return user;
    }

    /** Absolute. */
    public String workingDirectory() {
        return workingDirectory.isEmpty() ? "/" : workingDirectory;
    }

    public SortedMap<String, String> labels() {
        return labels;
    }

    List<String> shellWords() {
        List<String> words = shell;
        return words == null ? List.of("/bin/sh", "-c") : words;
    }
}
