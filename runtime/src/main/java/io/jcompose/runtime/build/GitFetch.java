package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.plan.GitPlace;
import io.jcompose.runtime.disk.TreeRemoval;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Brings one commit of a repository here by the host's {@code git}, which is started as it is, without a shell, without
 * anybody's configuration, hooks or helper programs, and ended with the build.
 *
 * @param agents sockets of ssh agents by id; {@code default} is used
 * @param room asked while it goes on
 */
record GitFetch(Map<String, String> agents, Reserve room, Tally tally) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 100;
    private static final String ALONE = "--no-recurse-submodules";
    private static final int LONGEST_ANSWER = 2_000;
    private static final List<String> PROXIES = List.of(
            "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "PATH");
    private static final List<String> SETTINGS = List.of(
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "core.autocrlf=false",
            "credential.helper=",
            "init.defaultBranch=main",
            "advice.detachedHead=false",
            "gc.auto=0");

    /**
     * @param directory is made
     * @param history whether {@code .git} stays
     * @return the commit's id
     */
    String into(Path directory, GitPlace place, boolean history) throws IOException, ContainerException {
        if (place.fault().isPresent()) {
            throw new ContainerException(
                    "cannot fetch '" + place.shown() + "': " + place.fault().get());
        }
        Files.createDirectories(directory);
        var unused = git(directory, place, "init", "-q");
        fetch(directory, place);
        String wanted = place.isCommit() ? place.reference() : "FETCH_HEAD";
        unused = git(directory, place, "checkout", "-q", "--detach", wanted);
        String commit = git(directory, place, "rev-parse", "HEAD").strip();
        if (!history) {
            TreeRemoval.remove(directory.resolve(".git"));
        }
        return commit;
    }

    private void fetch(Path directory, GitPlace place) throws IOException, ContainerException {
        String wanted = place.reference().isEmpty() ? "HEAD" : place.reference();
        try {
            var unused = git(directory, place, "fetch", "-q", ALONE, "--depth=1", "--", place.url(), wanted);
        } catch (ContainerException e) {
            if (!place.isCommit()) {
                throw e;
            }
            // Not every server gives out a single commit by its id.
            var unused = git(directory, place, "fetch", "-q", ALONE, "--", place.url(), "+refs/*:refs/all/*");
        }
    }

    private String git(Path directory, GitPlace place, String... words) throws IOException, ContainerException {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
        command.addAll(List.of(words));
        Process process = started(command, place);
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> listen(process), GitFetch::onThread);
        try {
            process.getOutputStream().close();
            await(process, place);
            String answer = said.join();
            if (process.exitValue() != 0) {
                throw new ContainerException("cannot fetch '" + place.shown() + "': git says "
                        + answer.replace(place.url(), place.shown()).strip());
            }
            return answer;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process started(List<String> command, GitPlace place) throws ContainerException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(PROXIES);
        environment.put("HOME", "/nonexistent");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put(
                "GIT_ALLOW_PROTOCOL", "http:https:git:ssh" + (place.url().startsWith("file:") ? ":file" : ""));
        environment.put("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=30");
        String agent = agents.getOrDefault("default", "");
        if (!agent.isEmpty()) {
            environment.put("SSH_AUTH_SOCK", agent);
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ContainerException(
                    "'" + place.shown() + "' is a git repository, and this host has no git: install it, or clone the"
                            + " repository yourself and name the directory",
                    e);
        }
    }

    private static void onThread(Runnable work) {
        Thread thread = new Thread(work, "git");
        thread.setDaemon(true);
        thread.start();
    }

    /** The end of what it says; all is read, so that it is not held up. */
    private static String listen(Process process) {
        try (InputStream in = process.getInputStream()) {
            String text = "";
            byte[] piece = new byte[LONGEST_ANSWER];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                text += new String(piece, 0, count, StandardCharsets.UTF_8);
                text = text.substring(Math.max(0, text.length() - LONGEST_ANSWER));
            }
            return text;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void await(Process process, GitPlace place) throws IOException, ContainerException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                tally.check();
                room.check();
                if (System.nanoTime() > end) {
                    throw new ContainerException("cannot fetch '" + place.shown() + "': it took more than "
                            + PATIENCE.toMinutes() + " minutes");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        }
    }
}
