package io.jcompose.runtime.rootfs;

import io.jcompose.runtime.GrantedFile;
import io.jcompose.runtime.keeper.ChildStep;
import io.jcompose.runtime.keeper.GrantStep;
import io.jcompose.runtime.store.ContainerFiles;
import java.util.ArrayList;
import java.util.List;

/** How files get into a container whose contents nobody else may see. Pure. */
public final class GrantedFiles {
    private GrantedFiles() {}

    /** Steps inside the mount namespace in which the root is made. */
    static List<ChildStep> steps(ContainerFiles files, List<GrantedFile> granted) {
        List<ChildStep> steps = staged(files, granted);
        give(steps, granted, false);
        return steps;
    }

    /** Steps in a mount namespace of their own, before the container's is joined. */
    public static List<ChildStep> staged(ContainerFiles files, List<GrantedFile> granted) {
        List<ChildStep> steps = new ArrayList<>();
        if (!granted.isEmpty()) {
            steps.add(new GrantStep.Stage(files.granted().toString()));
        }
        granted.forEach(file -> steps.add(new GrantStep.File(file.uid(), file.gid(), file.mode(), file.content())));
        return steps;
    }

    /** Steps in the container's mount namespace that put the staged files in the place of earlier ones. */
    public static List<ChildStep> replaced(List<GrantedFile> granted) {
        List<ChildStep> steps = new ArrayList<>();
        give(steps, granted, true);
        return steps;
    }

    private static void give(List<ChildStep> steps, List<GrantedFile> granted, boolean replace) {
        for (int index = 0; index < granted.size(); index++) {
            steps.add(new GrantStep.Give(index, granted.get(index).target(), replace));
        }
    }
}
