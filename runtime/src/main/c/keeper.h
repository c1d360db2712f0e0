/*
 * keeper: carries out one launch plan and stays as the parent of what it started.
 *
 * It has no opinion and allocates nothing: the plan is a list of steps made by Java (io.jcompose.runtime.keeper), read
 * whole from the control socket before the first step is done. Start reading at main in keeper.c.
 */
#ifndef KEEPER_H
#define KEEPER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { CONTROL_FD = 3, PROGRAM_FD = 4 };

/* Opcodes of the plan; LaunchStep.java has the same numbers. */
enum opcode {
    /* steps of the keeper itself */
    STEP_LOCK = 1,
    STEP_EXIT_FILE = 2,
    STEP_LOG = 3,
    STEP_ENTER_CGROUP = 4, /* and of the child */
    STEP_ENTER_PID_NAMESPACE = 5,
    STEP_SPAWN = 6,
    STEP_FORGET = 7,
    STEP_RECORD = 8,
    STEP_SUPERVISE = 9,
    /* steps of the child */
    STEP_JOIN_NAMESPACE = 32,
    STEP_JOIN_PROCESS = 33,
    STEP_UNSHARE = 34,
    STEP_PROPAGATION = 35,
    STEP_OVERLAY = 36,
    STEP_BIND = 37,
    STEP_MOUNT = 38,
    STEP_DEVICE = 39,
    STEP_LINK = 40,
    STEP_DIRECTORY = 41,
    STEP_MASK = 42,
    STEP_PROTECT = 43,
    STEP_PROTECT_ROOT = 44,
    STEP_PIVOT = 45,
    STEP_HOSTNAME = 46,
    STEP_RLIMIT = 47,
    STEP_USER = 48,
    STEP_STREAMS = 49,
    STEP_WORKING_DIRECTORY = 50,
    STEP_BOUNDING = 51,
    STEP_SECCOMP = 52,
    STEP_NO_NEW_PRIVILEGES = 53,
    STEP_IDENTITY = 54,
    STEP_INIT = 55,
    STEP_EXEC = 56,
    STEP_LOOPBACK = 57,
    STEP_KEEP_NETWORK = 58,
    STEP_DONE = 59,
    STEP_HOLD = 60,
    STEP_TREE = 61,
    STEP_STAGE = 62,
    STEP_FILE = 63,
    STEP_GIVE = 64
};

/* One step of the plan; next and end bound its arguments that are not read yet. */
struct step {
    uint32_t opcode;
    const char *next;
    const char *end;
};

/* Where steps are taken from. */
struct plan {
    const char *next;
    const char *end;
};

/* What a step gives back: 0, or an errno and a detail that Java words. */
struct outcome {
    int error;
    unsigned detail;
};

enum { DETAIL_NONE = 0, DETAIL_NO_USER = 1, DETAIL_NO_GROUP = 2, DETAIL_FILE_EXISTS = 3, DETAIL_OUTSIDE = 4 };

/* A message from the child to the keeper, and from the keeper to the daemon: KeeperMessage.java. */
struct message {
    uint32_t kind;
    uint32_t step;
    int32_t value;
    uint32_t detail;
};

enum message_kind {
    MESSAGE_STARTED = 1,  /* value: pid of the command's process (of its init) */
    MESSAGE_FAILED = 2,   /* step: index, with CHILD_STEP when it is the child's; value: errno */
    MESSAGE_EXITED = 3,   /* value: exit code, or 128 + signal */
    MESSAGE_TERMINAL = 4, /* carries the master of the terminal (SCM_RIGHTS) */
    MESSAGE_ABOUT_TO_EXEC = 5
};
enum { CHILD_STEP = 0x10000 };

/* plan.c */
void plan_read(struct plan *keeper_steps, struct plan *child_steps);
void plan_forget(void);
int plan_next(struct plan *plan, struct step *step);
uint64_t number(struct step *step);
const char *text(struct step *step);
const char *bytes(struct step *step, uint32_t *length);

/* channel.c */
int send_message(int fd, const struct message *message, int passed_fd);
int receive_message(int fd, struct message *message, int *passed_fd);
int write_text(const char *path, const char *value);
uint64_t start_time(pid_t pid);
uint64_t nanoseconds(int clock);
char *append(char *at, const char *end, const char *value);
char *append_number(char *at, const char *end, uint64_t value);

/* journal.c: the log */
int journal_open(const char *directory, uint64_t index, uint64_t segment_bytes, uint64_t segments);
/* Reads once from fd and appends what came; what read(2) gave. */
ssize_t journal_take(int fd, int stream);
void journal_forget(void);

/* supervise.c: what the keeper does */
struct outcome keeper_step(struct step *step, const struct plan *child_steps);
void keeper_failed(uint32_t index, uint32_t opcode, struct outcome outcome) __attribute__((noreturn));

/* child.c: what happens between clone and exec */
void child_run(struct plan plan, int sync_fd, const int outputs[2]) __attribute__((noreturn));
/* root.c: the file system */
struct outcome root_step(struct step *step);
/* Opens (O_PATH) a name inside the root, as the container resolves it; a file is made there when it is missing. */
int file_in_root(const char *path);
/* granted.c: files that come with the plan */
struct outcome granted_step(struct step *step);
/* identity.c: user, capabilities, limits */
struct outcome identity_step(struct step *step);
struct outcome enter_directory(const char *path);
struct identity {
    uid_t uid;
    gid_t gid;
    const char *home;
};
const struct identity *identity(void);

#define OK ((struct outcome){0, DETAIL_NONE})
#define FAILED(error_number) ((struct outcome){(error_number), DETAIL_NONE})
/* The outcome of a system call: OK, or its errno. */
#define TRY(call) ((call) < 0 ? FAILED(errno) : OK)

#endif
