/* The child: from the clone to the exec. */
#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STREAMS_INHERITED = 0, STREAMS_LOGGED = 1, STREAMS_TERMINAL = 2, STREAMS_ATTACHED = 3 };
enum { MAX_STRINGS = 16384, MAX_PATH = 4096 };

static int sync_fd;
static int output_fds[2];

static struct outcome join_namespace(const char *path, int type) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || setns(fd, type) < 0) {
        return FAILED(errno);
    }
    close(fd);
    return OK;
}

/* The user must own the streams to open /dev/stdout again; a stream of another kind (a file) keeps its owner. */
static struct outcome own_streams(void) {
    struct stat status;
    for (int fd = 0; fd < 3; fd++) {
        if (fstat(fd, &status) == 0 && (S_ISFIFO(status.st_mode) || isatty(fd))
            && fchown(fd, identity()->uid, (gid_t)-1) < 0) {
            return FAILED(errno);
        }
    }
    return OK;
}

static struct outcome make_terminal(void) {
    int unlocked = 0;
    int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0 || ioctl(master, TIOCSPTLCK, &unlocked) < 0) {
        return FAILED(errno);
    }
    int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0 || ioctl(slave, TIOCSCTTY, 0) < 0) {
        return FAILED(errno);
    }
    struct message message = {MESSAGE_TERMINAL, 0, 0, 0};
    fcntl(master, F_SETFL, 0);
    if (send_message(sync_fd, &message, master) < 0) {
        return FAILED(errno);
    }
    for (int fd = 0; fd < 3; fd++) {
        if (dup2(slave, fd) < 0) {
            return FAILED(errno);
        }
    }
    return OK;
}

/* The input of an attached container is the one that the keeper was given. */
static struct outcome use_outputs(int attached) {
    int input = attached ? 0 : open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (input < 0 || dup2(input, 0) < 0 || dup2(output_fds[0], 1) < 0 || dup2(output_fds[1], 2) < 0) {
        return FAILED(errno);
    }
    return OK;
}

/* From here on nothing of the host is open: a path such as /proc/self/fd/7 cannot lead out (CVE-2024-21626). */
static struct outcome streams(uint64_t kind) {
    struct outcome outcome = kind == STREAMS_TERMINAL ? make_terminal() : kind == STREAMS_LOGGED || kind == STREAMS_ATTACHED ? use_outputs(kind == STREAMS_ATTACHED)
                                                                                       : OK;
    if (outcome.error != 0) {
        return outcome;
    }
    if (sync_fd != CONTROL_FD && dup3(sync_fd, CONTROL_FD, O_CLOEXEC) < 0) {
        return FAILED(errno);
    }
    sync_fd = CONTROL_FD;
    if (syscall(SYS_close_range, CONTROL_FD + 1, ~0u, 0) < 0) {
        return FAILED(errno);
    }
    return own_streams();
}

static struct outcome load_filter(struct step *step) {
    uint32_t length;
    const char *program = bytes(step, &length);
    static struct sock_filter instructions[4096] __attribute__((aligned(8)));
    if (length == 0 || length % sizeof *instructions != 0 || length > sizeof instructions) {
        return FAILED(EINVAL);
    }
    memcpy(instructions, program, length);
    struct sock_fprog filter = {(unsigned short)(length / sizeof *instructions), instructions};
    return TRY(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter));
}

/* Process 1 of the container when init is asked for: hands signals on, reaps, ends as the command ends. */
static void run_init(pid_t command) __attribute__((noreturn));

static void run_init(pid_t command) {
    sigset_t all;
    siginfo_t info;
    sigfillset(&all);
    prctl(PR_SET_NAME, "init");
    syscall(SYS_close_range, 0, ~0u, 0);
    for (;;) {
        int signal = sigwaitinfo(&all, &info);
        if (signal > 0 && signal != SIGCHLD) {
            kill(command, signal);
        }
        int status;
        pid_t ended;
        while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
            if (ended == command) {
                _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
            }
        }
    }
}

static struct outcome become_init(void) {
    sigset_t all;
    sigset_t none;
    sigfillset(&all);
    sigemptyset(&none);
    /* Blocked before the fork, so that no signal to process 1 is lost meanwhile. */
    sigprocmask(SIG_SETMASK, &all, NULL);
    pid_t command = fork();
    if (command < 0) {
        return FAILED(errno);
    }
    if (command > 0) {
        run_init(command);
    }
    sigprocmask(SIG_SETMASK, &none, NULL);
    return OK;
}

/* By the system call: the C library keeps its own two real-time signals from us, which posix_spawn left ignored. */
static void reset_signals(void) {
    sigset_t none;
    struct {
        void *handler;
        unsigned long flags;
        void *restorer;
        uint64_t mask;
    } by_default = {0};
    for (int number = 1; number < NSIG; number++) {
        syscall(SYS_rt_sigaction, number, &by_default, NULL, sizeof by_default.mask);
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static const char *variable(char *const *environment, const char *name_and_equals) {
    size_t length = strlen(name_and_equals);
    for (; *environment != NULL; environment++) {
        if (strncmp(*environment, name_and_equals, length) == 0) {
            return *environment + length;
        }
    }
    return NULL;
}

static struct outcome exec_failure(int error, const char *path) {
    struct stat status;
    /* ENOENT of a file that is there: its interpreter or its loader is missing (execve(2)). */
    return (struct outcome){error, error == ENOENT && stat(path, &status) == 0 ? DETAIL_FILE_EXISTS : DETAIL_NONE};
}

/* As execvp(3), but without its fallback to a shell. */
static struct outcome search(char *const *arguments, char *const *environment) {
    char path[MAX_PATH];
    const char *directory = variable(environment, "PATH=");
    struct outcome outcome = FAILED(ENOENT);
    while (directory != NULL) {
        const char *end = strchrnul(directory, ':');
        size_t length = (size_t)(end - directory);
        if (length + strlen(arguments[0]) + 2 < sizeof path) {
            memcpy(path, directory, length);
            path[length] = 0;
            append(append(path + length, path + sizeof path, length == 0 ? "./" : "/"), path + sizeof path,
                   arguments[0]);
            execve(path, arguments, environment);
            if (errno != ENOENT && errno != ENOTDIR && errno != EACCES) {
                return exec_failure(errno, path);
            }
            if (errno == EACCES || outcome.error == ENOENT) {
                outcome = outcome.error == EACCES || outcome.detail != 0 ? outcome : exec_failure(errno, path);
            }
        }
        directory = *end == 0 ? NULL : end + 1;
    }
    return outcome.error == ENOTDIR ? FAILED(ENOENT) : outcome;
}

static int strings(struct step *step, char **array) {
    uint64_t count = number(step);
    if (count > MAX_STRINGS) {
        return -1;
    }
    for (uint64_t i = 0; i < count; i++) {
        array[i] = (char *)(uintptr_t)text(step);
    }
    array[count] = NULL;
    return (int)count;
}

static struct outcome execute(struct step *step) {
    static char *arguments[MAX_STRINGS + 1];
    static char *environment[MAX_STRINGS + 2];
    static char home[MAX_PATH];
    struct message message = {MESSAGE_ABOUT_TO_EXEC, 0, 0, 0};
    if (strings(step, arguments) < 1) {
        return FAILED(EINVAL);
    }
    int count = strings(step, environment);
    if (count < 0) {
        return FAILED(E2BIG);
    }
    if (variable(environment, "HOME=") == NULL) {
        append(append(home, home + sizeof home, "HOME="), home + sizeof home, identity()->home);
        environment[count] = home;
    }
    reset_signals();
    if (send_message(sync_fd, &message, -1) < 0) {
        return FAILED(errno);
    }
    if (strchr(arguments[0], '/') == NULL) {
        return search(arguments, environment);
    }
    execve(arguments[0], arguments, environment);
    return exec_failure(errno, arguments[0]);
}

static struct outcome loopback_up(void) {
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return FAILED(errno);
    }
    struct outcome outcome = TRY(ioctl(fd, SIOCSIFFLAGS, &request));
    close(fd);
    return outcome;
}

static void done(void) __attribute__((noreturn));

static void done(void) {
    struct message message = {MESSAGE_ABOUT_TO_EXEC, 0, 0, 0};
    send_message(sync_fd, &message, -1);
    _exit(0);
}

/* Keeps the namespaces there, for somebody who reaches into them by /proc. */
static void hold(void) __attribute__((noreturn));

static void hold(void) {
    struct message message = {MESSAGE_ABOUT_TO_EXEC, 0, 0, 0};
    send_message(sync_fd, &message, -1);
    close(sync_fd);
    for (;;) {
        pause();
    }
}

static struct outcome child_step(struct step *step) {
    const char *path;
    int fd;
    switch (step->opcode) {
        case STEP_ENTER_CGROUP:
            /* On version 1 a process that moves itself waits for nobody; moving another costs a millisecond each. */
            return TRY(write_text(text(step), "0"));
        case STEP_JOIN_NAMESPACE:
            path = text(step);
            return join_namespace(path, (int)number(step));
        case STEP_JOIN_PROCESS:
            fd = (int)number(step);
            return TRY(setns(fd, (int)number(step)));
        case STEP_UNSHARE:
            return TRY(unshare((int)number(step)));
        case STEP_STREAMS:
            return streams(number(step));
        case STEP_WORKING_DIRECTORY:
            return enter_directory(text(step));
        case STEP_SECCOMP:
            return load_filter(step);
        case STEP_NO_NEW_PRIVILEGES:
            return TRY(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
        case STEP_INIT:
            return become_init();
        case STEP_EXEC:
            return execute(step);
        case STEP_LOOPBACK:
            return loopback_up();
        case STEP_KEEP_NETWORK:
            return TRY(mount("/proc/self/ns/net", text(step), NULL, MS_BIND, NULL));
        case STEP_DONE:
            done();
        case STEP_HOLD:
            hold();
        case STEP_STAGE:
        case STEP_FILE:
        case STEP_GIVE:
            return granted_step(step);
        default:
            return step->opcode >= STEP_HOSTNAME && step->opcode != STEP_TREE ? identity_step(step) : root_step(step);
    }
}

void child_run(struct plan plan, int sync, const int outputs[2]) {
    struct message message;
    int passed;
    struct step step;
    sync_fd = sync;
    output_fds[0] = outputs[0];
    output_fds[1] = outputs[1];
    setsid();
    if (!receive_message(sync_fd, &message, &passed)) {
        _exit(1);
    }
    for (uint32_t index = 0; plan_next(&plan, &step); index++) {
        struct outcome outcome = child_step(&step);
        if (outcome.error != 0) {
            message = (struct message){MESSAGE_FAILED, index, outcome.error, outcome.detail | step.opcode << 16};
            send_message(sync_fd, &message, -1);
            _exit(127);
        }
    }
    _exit(2);
}
