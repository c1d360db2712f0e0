package io.jcompose.runtime.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * The name of an entry as a way from the layer's root. Slashes at both ends, doubled ones and dots mean nothing, as in
 * Docker; {@code ..} is refused.
 *
 * @param components none for the root itself
 */
record EntryPath(List<String> components) {
    EntryPath {
        components = List.copyOf(components);
    }

    static EntryPath of(String name) throws MalformedLayer {
        if (name.length() > UnpackLimits.LONGEST_PATH) {
            throw new MalformedLayer(Shown.name(name) + " has a name of " + name.length() + " bytes, at most "
                    + UnpackLimits.LONGEST_PATH + " are possible");
        }
        if (name.indexOf('\0') >= 0) {
            throw new MalformedLayer(Shown.name(name) + " has a NUL in its name");
        }
        List<String> components = new ArrayList<>();
        for (String component : name.split("/")) {
            if (component.equals("..")) {
                throw new MalformedLayer(Shown.name(name) + " has '..' in its name, which could lead out of the layer");
            }
            if (component.length() > UnpackLimits.LONGEST_NAME) {
                throw new MalformedLayer(
                        Shown.name(component) + " is longer than " + UnpackLimits.LONGEST_NAME + " bytes");
            }
            if (!component.isEmpty() && !component.equals(".")) {
                components.add(component);
            }
        }
        if (components.size() > UnpackLimits.DEEPEST) {
            throw new MalformedLayer(Shown.name(name) + " lies deeper than " + UnpackLimits.DEEPEST + " directories");
        }
        return new EntryPath(components);
    }

    boolean isRoot() {
        return components.isEmpty();
    }

    String last() {
        return components.get(components.size() - 1);
    }

    EntryPath parent() {
        return new EntryPath(components.subList(0, components.size() - 1));
    }

    @Override
    public String toString() {
        return String.join("/", components);
    }
}
