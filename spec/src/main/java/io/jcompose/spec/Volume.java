package io.jcompose.spec;

import java.util.SortedMap;

/**
 * A named volume (compose-spec, 07-volumes).
 *
 * @param name the real name: {@code PROJECT_KEY} unless the file gives one
 * @param external whether it must exist already and is never removed
 * @param labels metadata
 * @param further what nothing acts on yet
 */
public record Volume(String name, boolean external, SortedMap<String, String> labels, Further further) {}
