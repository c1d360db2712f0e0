package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.api.ContainerTrees;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerTree;
import io.jcompose.runtime.Containers;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** {@link ContainerTrees} on the runtime. */
final class LiveTrees implements ContainerTrees {
    private final Containers containers;

    LiveTrees(Containers containers) {
        this.containers = containers;
    }

    @Override
    public void put(String container, String directory, boolean asUser, InputStream tar) throws Refused, IOException {
        try (ContainerTree tree = containers.tree(container)) {
            tree.unpack(directory, tar, asUser ? ContainerTree.Owner.CONTAINER : ContainerTree.Owner.STREAM);
        } catch (ContainerException e) {
            throw refused(e);
        }
    }

    @Override
    public void delete(String container, List<String> paths) throws Refused {
        try (ContainerTree tree = containers.tree(container)) {
            tree.delete(paths);
        } catch (ContainerException e) {
            throw refused(e);
        }
    }

    private static Refused refused(ContainerException e) {
        Refused.Kind kind =
                e instanceof ContainerException.NoSuchContainer ? Refused.Kind.NOT_FOUND : Refused.Kind.CONFLICT;
        return new Refused(kind, String.valueOf(e.getMessage()), "");
    }
}
