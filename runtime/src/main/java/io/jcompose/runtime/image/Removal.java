package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ImageCare.Choice;
import io.jcompose.runtime.ImageCare.Pruned;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes names and images away, damaged ones, too. */
final class Removal {
    private final Holdings holdings;

    Removal(Holdings holdings) {
        this.holdings = holdings;
    }

    List<String> remove(String reference, Set<String> inUse) throws IOException, ContainerException {
        return holdings.changing(() -> removeAlone(reference, inUse));
    }

    private List<String> removeAlone(String reference, Set<String> inUse) throws IOException, ContainerException {
        Digest id = id(reference)
                .orElseThrow(() -> new ContainerException.ImageNotFound("cannot remove '" + reference
                        + "': there is no such image; 'jcompose image ls' shows those that are there"));
        List<String> names = holdings.index().referencesOf(id);
        if (names.size() > 1) {
            String name = Catalog.isWholeId(reference)
                    ? ""
                    : ImageReference.parse(reference).toString();
            if (!names.contains(name)) {
                throw new ContainerException("cannot remove '" + reference + "': the image has several names ("
                        + String.join(", ", names) + "); remove those");
            }
            holdings.commit(holdings.index().withoutReference(name));
            return List.of("Untagged: " + name);
        }
        if (inUse.contains(id.toString())) {
            throw new ContainerException(
                    "cannot remove '" + reference + "': a container uses it; remove the container first");
        }
        return delete(List.of(id));
    }

    /** Also of an image that is damaged, and so not in the catalog. */
    private Optional<Digest> id(String reference) throws ContainerException {
        Optional<Digest> known = holdings.find(reference).map(image -> Digest.parse(image.id()));
        if (known.isPresent()) {
            return known;
        }
        ImageIndex index = holdings.index();
        if (Catalog.isWholeId(reference)) {
            String hex = reference.substring(reference.indexOf(':') + 1);
            return Optional.of(new Digest(hex)).filter(index.images()::containsKey);
        }
        return Optional.ofNullable(
                        index.references().get(ImageReference.parse(reference).toString()))
                .or(() -> onlyOne(index, reference));
    }

    private static Optional<Digest> onlyOne(ImageIndex index, String start) {
        String hex = start.substring(start.indexOf(':') + 1);
        List<Digest> found = index.images().keySet().stream()
                .filter(id -> hex.length() >= 4 && id.hex().startsWith(hex))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private List<String> delete(List<Digest> ids) throws IOException {
        List<String> lines = new ArrayList<>();
        ImageIndex index = holdings.index();
        Set<Digest> before = index.layers();
        for (Digest id : ids) {
            index.referencesOf(id).forEach(name -> lines.add("Untagged: " + name));
            index = index.without(id);
            lines.add("Deleted: " + id);
        }
        holdings.commit(index);
        Set<Digest> after = index.layers();
        before.stream()
                .filter(layer -> !after.contains(layer))
                .sorted()
                .forEach(layer -> lines.add("Deleted: " + layer));
        holdings.sweep();
        return lines;
    }

    Pruned prune(Choice choice, Set<String> inUse) throws IOException, ContainerException {
        return holdings.changing(() -> {
            List<Digest> doomed = holdings.catalog().images().entrySet().stream()
                    .filter(item -> !inUse.contains(item.getValue().id()))
                    .filter(item -> choice.all() || item.getValue().references().isEmpty())
                    .filter(item -> fits(item.getValue().config().created(), choice)
                            && hasLabels(item.getValue().config().labels(), choice.labels()))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
            if (doomed.isEmpty()) {
                return new Pruned(List.of(), 0);
            }
            long before = DiskUsage.of(holdings).size();
            List<String> lines = delete(doomed);
            return new Pruned(lines, Math.max(0, before - DiskUsage.of(holdings).size()));
        });
    }

    private static boolean fits(java.time.Instant created, Choice choice) {
        java.time.Instant before = choice.before();
        return before == null || created.isBefore(before);
    }

    private static boolean hasLabels(Map<String, String> labels, Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(item -> {
            String value = labels.get(item.getKey());
            return value != null
                    && (item.getValue().isEmpty() || item.getValue().equals(value));
        });
    }
}
