package io.jcompose.orchestrator.cli.command;

import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.change.Fingerprint;
import io.jcompose.spec.text.Canonical;
import io.jcompose.spec.text.Written;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What {@code config} prints from: a project, or its files when steps of a load were left out. */
sealed interface ConfigView {
    Collection<String> services();

    /** Keys of the top-level section. */
    Collection<String> keys(String section);

    /** Images by service, of services that have one. */
    SortedMap<String, String> images();

    /** Those of them that a registry may know: what is only built here has a name that nobody chose. */
    SortedMap<String, String> ofRegistries();

    /** The same with other images, by service. */
    ConfigView withImages(SortedMap<String, String> images);

    /** Lines {@code SERVICE FINGERPRINT}; {@code wanted} is {@code *} or names with commas between. */
    List<String> hashes(String wanted) throws UsageException;

    String yaml();

    String json();

    /** A whole project. */
    record OfProject(Project project) implements ConfigView {
        @Override
        public Collection<String> services() {
            return project.services().keySet();
        }

        @Override
        public Collection<String> keys(String section) {
            return switch (section) {
                case "volumes" -> project.volumes().keySet();
                case "networks" -> project.networks().keySet();
                default -> Set.of();
            };
        }

        /** An image that is built has a name of its own. */
        @Override
        public SortedMap<String, String> images() {
            SortedMap<String, String> images = new TreeMap<>();
            project.services()
                    .forEach((name, service) -> images.put(
                            name, service.image().isEmpty() ? project.name() + "-" + name : service.image()));
            return images;
        }

        @Override
        public SortedMap<String, String> ofRegistries() {
            SortedMap<String, String> images = images();
            project.services().forEach((name, service) -> {
                if (ServiceBuild.isUnnamed(project.name(), service)) {
                    images.remove(name);
                }
            });
            return images;
        }

        @Override
        public ConfigView withImages(SortedMap<String, String> images) {
            SortedMap<String, Service> services = new TreeMap<>(project.services());
            services.replaceAll((name, service) -> service.withImage(images.getOrDefault(name, service.image())));
            return new OfProject(project.withServices(services));
        }

        @Override
        public List<String> hashes(String wanted) throws UsageException {
            List<String> names =
                    wanted.equals("*") ? List.copyOf(project.services().keySet()) : Arrays.asList(wanted.split(","));
            List<String> lines = new ArrayList<>();
            for (String name : names) {
                Service service = project.services().get(name);
                if (service == null) {
                    throw new UsageException("no such service: " + name);
                }
                lines.add(name + " " + Fingerprint.of(service));
            }
            return lines;
        }

        @Override
        public String yaml() {
            return Canonical.yaml(project);
        }

        @Override
        public String json() {
            return Canonical.userJson(project);
        }
    }

    /** Files as they are written. */
    record OfFiles(Written written) implements ConfigView {
        @Override
        public Collection<String> services() {
            return written.keys("services");
        }

        @Override
        public Collection<String> keys(String section) {
            return written.keys(section);
        }

        @Override
        public SortedMap<String, String> images() {
            return written.images();
        }

        @Override
        public SortedMap<String, String> ofRegistries() {
            return images();
        }

        @Override
        public ConfigView withImages(SortedMap<String, String> images) {
            return new OfFiles(written.withImages(images));
        }

        @Override
        public List<String> hashes(String wanted) throws UsageException {
            throw new UsageException(
                    "--hash needs the whole project",
                    "leave out --no-interpolate, --no-normalize, --no-path-resolution, --no-env-resolution");
        }

        @Override
        public String yaml() {
            return written.yaml();
        }

        @Override
        public String json() {
            return written.json();
        }
    }
}
