/* What the keeper itself does: it prepares, starts the child, watches it, and records its end. */
#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How the child's output comes to us, and what the end of the control socket means; LaunchStep.java. */
enum { OUTPUT_INHERITED = 0, OUTPUT_LOGGED = 1 };
enum { MODE_CONTAINER = 0, MODE_SESSION = 1 };
enum { KIND_NONE = 0, KIND_EXITED = 1, KIND_SIGNALED = 2, KIND_FAILED = 3 };
enum { RECORD_MAGIC = 0x3158434a, MESSAGE_SIGNAL = 16, READS_AT_ONCE = 16, DRAIN_READS = 256 };

struct exit_record {
    uint32_t magic;
    uint32_t kind;
    int32_t value;
    uint32_t step;
    uint32_t detail;
    uint32_t zero;
    uint64_t run;
    uint64_t wall_time;
    uint64_t boot_time;
};

static struct {
    int lock;
    int exit_file;
    uint64_t run;
    int sync;
    int outputs[2];
    int child_fd;
    pid_t child;
    int mode;
    int started;
} keeper = {.lock = -1, .exit_file = -1, .sync = -1, .outputs = {-1, -1}, .child_fd = -1};

static void write_record(uint32_t kind, int32_t value, uint32_t step, uint32_t detail) {
    struct exit_record record = {
        RECORD_MAGIC, kind, value, step, detail, 0, keeper.run, nanoseconds(CLOCK_REALTIME), nanoseconds(CLOCK_BOOTTIME)};
    if (keeper.exit_file >= 0 && pwrite(keeper.exit_file, &record, sizeof record, 0) == sizeof record) {
        fdatasync(keeper.exit_file);
    }
}

static void tell(uint32_t kind, uint32_t step, int32_t value, uint32_t detail) {
    struct message message = {kind, step, value, detail};
    send_message(CONTROL_FD, &message, -1);
}

void keeper_failed(uint32_t index, uint32_t opcode, struct outcome outcome) {
    uint32_t detail = outcome.detail | opcode << 16;
    if (keeper.child > 0) {
        kill(keeper.child, SIGKILL);
        waitpid(keeper.child, NULL, 0);
    }
    write_record(KIND_FAILED, outcome.error, index, detail);
    tell(MESSAGE_FAILED, index, outcome.error, detail);
    _exit(1);
}

static struct outcome take_lock(const char *path) {
    struct flock lock = {.l_type = F_WRLCK};
    keeper.lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return keeper.lock < 0 ? FAILED(errno) : TRY(fcntl(keeper.lock, F_OFD_SETLK, &lock));
}

static struct outcome open_exit_file(const char *path, uint64_t run) {
    struct exit_record record = {.magic = RECORD_MAGIC, .run = run};
    keeper.run = run;
    keeper.exit_file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return TRY(keeper.exit_file < 0 ? -1 : (int)pwrite(keeper.exit_file, &record, sizeof record, 0));
}

static int make_outputs(int write_ends[2]) {
    for (int i = 0; i < 2; i++) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) < 0) {
            return -1;
        }
        fcntl(ends[0], F_SETFL, O_NONBLOCK);
        keeper.outputs[i] = ends[0];
        write_ends[i] = ends[1];
    }
    return 0;
}

static void close_all(const int *fds, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
        }
    }
}

/* The lock belongs to the open file: as long as the child has it too, it would not be free when the keeper dies. */
static void child_main(struct plan plan, int sync, const int outputs[2]) {
    const int ours[] = {keeper.lock, CONTROL_FD, keeper.exit_file, keeper.outputs[0], keeper.outputs[1], keeper.sync};
    close_all(ours, sizeof ours / sizeof *ours);
    child_run(plan, sync, outputs);
}

static struct outcome spawn(uint64_t flags, uint64_t output, struct plan child_steps) {
    int sync[2];
    int outputs[2] = {-1, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sync) < 0) {
        return FAILED(errno);
    }
    if (output == OUTPUT_LOGGED && make_outputs(outputs) < 0) {
        return FAILED(errno);
    }
    keeper.sync = sync[0];
    /* No stack and no shared memory: as fork(2), with namespaces (clone(2)). */
    long pid = syscall(SYS_clone, flags | CLONE_PIDFD | SIGCHLD, 0, &keeper.child_fd, 0, 0);
    if (pid < 0) {
        return FAILED(errno);
    }
    if (pid == 0) {
        child_main(child_steps, sync[1], outputs);
    }
    keeper.child = (pid_t)pid;
    const int childs[] = {sync[1], outputs[0], outputs[1]};
    close_all(childs, sizeof childs / sizeof *childs);
    /* Our copies of a session's streams would keep their readers from seeing the end. */
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3; fd++) {
        if (nothing < 0 || dup2(nothing, fd) < 0) {
            return FAILED(errno);
        }
    }
    close(nothing);
    return OK;
}

/* "1 keeper start child start run boot-id": the pids file of ContainerFiles.java, by rename. */
static struct outcome record(const char *path, const char *boot_id) {
    char name[PATH_MAX];
    char line[256];
    const char *end = line + sizeof line;
    const uint64_t fields[] = {(uint64_t)getpid(), start_time(getpid()), (uint64_t)keeper.child,
                               start_time(keeper.child), keeper.run};
    char *at = append(line, end, "1 ");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        at = append(append_number(at, end, fields[i]), end, " ");
    }
    append(append(at, end, boot_id), end, "\n");
    append(append(name, name + sizeof name, path), name + sizeof name, ".new");
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        return FAILED(errno);
    }
    ssize_t count = write(fd, line, strlen(line));
    int error = errno;
    close(fd);
    return count < 0 ? FAILED(error) : TRY(rename(name, path));
}

static void drain(int reads) {
    for (int i = 0; i < 2; i++) {
        for (int n = 0; keeper.outputs[i] >= 0 && n < reads; n++) {
            ssize_t count = journal_take(keeper.outputs[i], i + 1);
            if (count > 0 || (count < 0 && errno == EINTR)) {
                continue;
            }
            /* EIO is how the master of a terminal says that nobody has the other side open (pty(7)). */
            if (count == 0 || (errno != EAGAIN && errno != EIO)) {
                close(keeper.outputs[i]);
                keeper.outputs[i] = -1;
            }
            break;
        }
    }
}

static void finish(void) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    while (waitid(P_PID, (id_t)keeper.child, &info, WEXITED) < 0 && errno == EINTR) {
    }
    drain(DRAIN_READS);
    int exited = info.si_code == CLD_EXITED;
    write_record(exited ? KIND_EXITED : KIND_SIGNALED, info.si_status, 0, 0);
    if (keeper.mode == MODE_SESSION) {
        tell(MESSAGE_EXITED, 0, exited ? info.si_status : 128 + info.si_status, 0);
    }
    _exit(0);
}

static void kill_session(void) {
    kill(-keeper.child, SIGKILL);
    kill(keeper.child, SIGKILL);
}

static void take_terminal(int master) {
    struct message message = {MESSAGE_TERMINAL, 0, 0, 0};
    send_message(CONTROL_FD, &message, master);
    if (keeper.mode == MODE_SESSION) {
        close(master);
        return;
    }
    fcntl(master, F_SETFL, O_NONBLOCK);
    close_all(keeper.outputs, 2);
    keeper.outputs[0] = master;
    keeper.outputs[1] = -1;
}

/* The child announces its exec; then the end of the socket (close-on-exec) says that it succeeded. */
static void hear_child(void) {
    static int announced;
    struct message message;
    int passed;
    if (receive_message(keeper.sync, &message, &passed)) {
        if (message.kind == MESSAGE_ABOUT_TO_EXEC) {
            announced = 1;
        } else if (message.kind == MESSAGE_TERMINAL && passed >= 0) {
            take_terminal(passed);
        } else {
            keeper_failed(message.step | CHILD_STEP, message.detail >> 16,
                          (struct outcome){message.value, message.detail & 0xffff});
        }
        return;
    }
    close(keeper.sync);
    keeper.sync = -1;
    if (!announced) {
        keeper_failed(CHILD_STEP | 0xffff, 0, FAILED(ECHILD));
    }
    keeper.started = 1;
    plan_forget();
    tell(MESSAGE_STARTED, 0, keeper.child, 0);
}

/* poll(2) looks at one descriptor after the other: the child may have spoken, and ended, between two looks. */
static void hear_last_words(void) {
    struct pollfd words = {keeper.sync, POLLIN, 0};
    while (keeper.sync >= 0 && poll(&words, 1, 0) > 0) {
        hear_child();
    }
}

static int hear_daemon(void) {
    struct message message;
    int passed;
    if (receive_message(CONTROL_FD, &message, &passed)) {
        if (message.kind == MESSAGE_SIGNAL && keeper.mode == MODE_SESSION) {
            kill(keeper.child, message.value);
        }
        return CONTROL_FD;
    }
    if (keeper.mode == MODE_SESSION) {
        kill_session();
    }
    return -1;
}

static void supervise(int mode) __attribute__((noreturn));

static void supervise(int mode) {
    int control = CONTROL_FD;
    struct message go = {0, 0, 0, 0};
    keeper.mode = mode;
    send_message(keeper.sync, &go, -1);
    for (;;) {
        struct pollfd watched[] = {{keeper.sync, POLLIN, 0},
                                   {keeper.outputs[0], POLLIN, 0},
                                   {keeper.outputs[1], POLLIN, 0},
                                   {control, POLLIN, 0},
                                   {keeper.child_fd, POLLIN, 0}};
        if (poll(watched, sizeof watched / sizeof *watched, -1) < 0) {
            continue;
        }
        if (watched[0].revents != 0) {
            hear_child();
            continue;
        }
        if (watched[1].revents != 0 || watched[2].revents != 0) {
            drain(READS_AT_ONCE);
        }
        if (watched[3].revents != 0) {
            control = hear_daemon();
        }
        if (watched[4].revents != 0) {
            hear_last_words();
            finish();
        }
    }
}

struct outcome keeper_step(struct step *step, const struct plan *child_steps) {
    const char *path;
    uint64_t first;
    uint64_t second;
    switch (step->opcode) {
        case STEP_LOCK:
            return take_lock(text(step));
        case STEP_EXIT_FILE:
            path = text(step);
            return open_exit_file(path, number(step));
        case STEP_LOG:
            path = text(step);
            first = number(step);
            second = number(step);
            return TRY(journal_open(path, first, second, number(step)));
        case STEP_ENTER_CGROUP:
            return TRY(write_text(text(step), "0"));
        case STEP_ENTER_PID_NAMESPACE:
            return TRY(setns((int)number(step), CLONE_NEWPID));
        case STEP_SPAWN:
            first = number(step);
            return spawn(first, number(step), *child_steps);
        case STEP_FORGET:
            /* Only who holds the lock may take away what the last keeper wrote. */
            return unlink(text(step)) < 0 && errno != ENOENT ? FAILED(errno) : OK;
        case STEP_RECORD:
            path = text(step);
            return record(path, text(step));
        case STEP_SUPERVISE:
            supervise((int)number(step));
        default:
            return FAILED(ENOSYS);
    }
}
