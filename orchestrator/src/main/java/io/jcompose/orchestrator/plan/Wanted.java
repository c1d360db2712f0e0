package io.jcompose.orchestrator.plan;

import java.util.SortedMap;
import java.util.TreeMap;

/** What people asked for, of all projects by name. */
public record Wanted(SortedMap<String, WantedProject> projects) {
    public Wanted {
        projects = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(projects));
    }
}
