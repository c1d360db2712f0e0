package io.jcompose.runtime.keeper;

import java.util.List;

/** A step that makes the root file system and what is mounted in it. */
public sealed interface RootStep extends ChildStep {
    /** Sets the propagation of all mounts, so that none of ours is seen on the host; {@code flags}: MS_*. */
    record Propagation(long flags) implements RootStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(35).number(flags);
        }

        @Override
        public String toString() {
            return "part the mounts from the host's";
        }
    }

    /** Mounts the layers, the topmost first, with the writable one over them, and takes that as the root. */
    record Overlay(String target, String upper, String work, List<String> layers) implements RootStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(36).text(target).text(upper).text(work).texts(layers);
        }

        @Override
        public String toString() {
            return "mount the root file system on %s, upper %s, layers %s".formatted(target, upper, layers);
        }
    }

    /** Takes a directory as the root as it stands: where overlayfs is refused, what it would show was copied there. */
    record Tree(String target, String directory) implements RootStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(61).text(target).text(directory);
        }

        @Override
        public String toString() {
            return "take %s as the root file system on %s".formatted(directory, target);
        }
    }

    /** Mounts a file or directory of the host inside the root; {@code attributes}: MOUNT_ATTR_*. */
    record Bind(String source, String target, long attributes) implements RootStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(37).text(source).text(target).number(attributes);
        }

        @Override
        public String toString() {
            return "mount %s on %s%s".formatted(source, target, FlagNames.attributes(attributes));
        }
    }

    /** Mounts a new file system inside the root; {@code flags}: MS_*. */
    record Mount(String type, String target, long flags, String options) implements RootStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(38).text(type).text(target).number(flags).text(options);
        }

        @Override
        public String toString() {
            return "mount %s on %s%s%s"
                    .formatted(type, target, FlagNames.mount(flags), options.isEmpty() ? "" : " " + options);
        }
    }

    /** Makes a character device inside the root. */
    record Device(String path, int mode, int major, int minor) implements RootStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(39).text(path).number(mode).number(major).number(minor);
        }

        @Override
        public String toString() {
            return "make the device %s %d:%d %o".formatted(path, major, minor, mode);
        }
    }

    /** Makes a symbolic link inside the root. */
    record Link(String path, String target) implements RootStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(40).text(path).text(target);
        }

        @Override
        public String toString() {
            return "make the link %s to %s".formatted(path, target);
        }
    }

    /** Makes a directory inside the root when it is missing. */
    record Directory(String path) implements RootStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(41).text(path);
        }

        @Override
        public String toString() {
            return "make the directory " + path;
        }
    }

    /** Hides a path of the kernel that tells about the host. */
    record Mask(String path) implements RootStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(42).text(path);
        }

        @Override
        public String toString() {
            return "mask " + path;
        }
    }

    /** Makes a path of the kernel read-only. */
    record Protect(String path) implements RootStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(43).text(path);
        }

        @Override
        public String toString() {
            return "protect " + path;
        }
    }

    /** Makes the root itself read-only, but nothing that is mounted in it. */
    record ProtectRoot() implements RootStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(44);
        }

        @Override
        public String toString() {
            return "make the root file system read-only";
        }
    }

    /** Changes into the new root for good. */
    record Pivot() implements RootStep {
        @Override
        public PlanBytes encoded() {
            return PlanBytes.of(45);
        }

        @Override
        public String toString() {
            return "change the root";
        }
    }
}
