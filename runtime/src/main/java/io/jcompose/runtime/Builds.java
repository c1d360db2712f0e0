package io.jcompose.runtime;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Makes images by Dockerfiles, and out of containers. All calls may come from any thread. */
public interface Builds {
    /**
     * Builds an image; the same request with the same files gives the same image, mostly out of the cache. Of a build
     * that fails, the cache keeps the steps that were done, and nothing else is left.
     *
     * @param bases where its base images come from
     * @throws ContainerException that names file, line and column of what failed, with the command's last output
     */
    Image build(BuildRequest request, Bases bases, BuildProgress progress) throws ContainerException;

    /**
     * Reads the Dockerfile of a build and does nothing else.
     *
     * @return habits that surprise later, each with its place, its rule and its line
     * @throws ContainerException for what a build would refuse before its first step
     */
    List<String> check(BuildRequest request) throws ContainerException;

    /**
     * Makes an image out of what a container has written.
     *
     * @param containers whose container it is
     * @throws ContainerException.NoSuchContainer when there is no such container
     */
    Image commit(CommitRequest request, Containers containers) throws ContainerException;

    /** Forgets what is cached, but for caches that a build uses now. */
    Kept prune() throws ContainerException;

    /** What is kept for later builds. Looks at every file of caches of RUN. */
    Kept kept() throws ContainerException;

    /**
     * Results of steps and caches of RUN.
     *
     * @param results count of steps whose result is known
     * @param caches count of directories
     * @param bytes of both; of results also what images share with them
     */
    record Kept(int results, int caches, long bytes) {}

    /** Where base images come from. */
    @FunctionalInterface
    interface Bases {
        /** @param fresh whether it is asked for again where it comes from */
        Image get(String reference, boolean fresh, Consumer<String> progress) throws ContainerException;
    }

    /** Hears how a build goes, from several threads at once. */
    interface BuildProgress {
        /** A step begins; {@code number} counts from 1, in no order of the file. */
        void begins(int number, String title);

        void output(int number, String line);

        void ends(int number, Outcome outcome, Duration took);

        /** Asked often: whether the build is to be given up. */
        boolean isCancelled();

        /** Nobody listens. */
        BuildProgress SILENT = new BuildProgress() {
            @Override
            public void begins(int number, String title) {}

            @Override
            public void output(int number, String line) {}

            @Override
            public void ends(int number, Outcome outcome, Duration took) {}

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
    }

    /** How a step ended. */
    enum Outcome {
        DONE,
        CACHED,
        FAILED
    }
}
