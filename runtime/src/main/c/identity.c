/* Who the command is and what it may do. Raw system calls: the wrappers of set*id do more than is wanted here. */
#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILE_BYTES = 256 << 10, MAX_GROUPS = 1024, MAX_NAME = 256, HIGHEST_ID = 0x7fffffff };

static struct identity who = {0, 0, "/"};
static gid_t groups[MAX_GROUPS];
static size_t group_count;
static char home[1024];
static char content[FILE_BYTES];

const struct identity *identity(void) {
    return &who;
}

/* A decimal id, or -1. */
static long id_number(const char *value) {
    long id = 0;
    if (*value == 0) {
        return -1;
    }
    for (; *value != 0; value++) {
        if (*value < '0' || *value > '9' || id > HIGHEST_ID / 10) {
            return -1;
        }
        id = id * 10 + (*value - '0');
    }
    return id > HIGHEST_ID ? -1 : id;
}

/* The start of a database of the image; a missing one is empty, and only a plain file is read (no FIFO, no device). */
static void load(const char *path) {
    struct stat status;
    size_t length = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
        ssize_t count;
        while (length < sizeof content - 1 && (count = read(fd, content + length, sizeof content - 1 - length)) > 0) {
            length += (size_t)count;
        }
    }
    if (fd >= 0) {
        close(fd);
    }
    content[length] = 0;
}

/* Cuts the next line into at most count fields; missing ones are empty. Gives the start of the line after it. */
static char *fields(char *line, char *field[], size_t count) {
    char *end = strchrnul(line, '\n');
    char *next = *end == 0 ? end : end + 1;
    *end = 0;
    for (size_t i = 0; i < count; i++) {
        field[i] = line;
        char *colon = strchrnul(line, ':');
        line = *colon == 0 ? colon : colon + 1;
        *colon = 0;
    }
    return next;
}

static int is_listed(const char *members, const char *name) {
    size_t length = strlen(name);
    while (length > 0 && *members != 0) {
        const char *end = strchrnul(members, ',');
        if ((size_t)(end - members) == length && strncmp(members, name, length) == 0) {
            return 1;
        }
        members = *end == 0 ? end : end + 1;
    }
    return 0;
}

/* passwd(5): name:password:uid:gid:gecos:directory:shell */
static struct outcome find_user(const char *wanted, char name[MAX_NAME]) {
    char *field[7];
    long id = id_number(wanted);
    load("/etc/passwd");
    for (char *line = content; *line != 0;) {
        line = fields(line, field, 7);
        long uid = id_number(field[2]);
        long gid = id_number(field[3]);
        if (uid < 0 || gid < 0 || (strcmp(field[0], wanted) != 0 && uid != id)) {
            continue;
        }
        who.uid = (uid_t)uid;
        who.gid = (gid_t)gid;
        append(home, home + sizeof home, field[5]);
        who.home = home[0] == 0 ? "/" : home;
        append(name, name + MAX_NAME, field[0]);
        return OK;
    }
    who.uid = (uid_t)id;
    return id < 0 ? (struct outcome){ENOENT, DETAIL_NO_USER} : OK;
}

/* group(5): name:password:gid:members */
static struct outcome find_groups(const char *wanted, const char *user) {
    char *field[4];
    long id = id_number(wanted);
    int found = wanted[0] == 0;
    load("/etc/group");
    for (char *line = content; *line != 0;) {
        line = fields(line, field, 4);
        long gid = id_number(field[2]);
        if (gid >= 0 && wanted[0] == 0 && is_listed(field[3], user) && group_count < MAX_GROUPS) {
            groups[group_count++] = (gid_t)gid;
        } else if (gid >= 0 && !found && (strcmp(field[0], wanted) == 0 || gid == id)) {
            who.gid = (gid_t)gid;
            found = 1;
        }
    }
    if (!found && id < 0) {
        return (struct outcome){ENOENT, DETAIL_NO_GROUP};
    }
    if (!found) {
        who.gid = (gid_t)id;
    }
    return OK;
}

/* name|uid[:group|gid], read from the databases of the container. */
static struct outcome find_identity(const char *value) {
    char user[MAX_NAME];
    char name[MAX_NAME] = "";
    const char *colon = strchrnul(value, ':');
    if ((size_t)(colon - value) >= sizeof user) {
        return (struct outcome){ENOENT, DETAIL_NO_USER};
    }
    memcpy(user, value, (size_t)(colon - value));
    user[colon - value] = 0;
    struct outcome outcome = find_user(user[0] == 0 ? "0" : user, name);
    group_count = 1;
    if (outcome.error == 0) {
        outcome = find_groups(*colon == 0 ? "" : colon + 1, name);
    }
    /* The primary group is one of the supplementary ones, too (CVE-2022-36109). */
    groups[0] = who.gid;
    return outcome;
}

static struct outcome drop_bounding(uint64_t kept) {
    for (unsigned capability = 0; capability < 64; capability++) {
        if ((kept >> capability & 1) == 0 && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0) {
            /* EINVAL: past the last one that this kernel knows. */
            return errno == EINVAL ? OK : FAILED(errno);
        }
    }
    return OK;
}

static struct outcome become(uint64_t capabilities) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_setgroups, group_count, groups) < 0 || syscall(SYS_setresgid, who.gid, who.gid, who.gid) < 0
        || syscall(SYS_setresuid, who.uid, who.uid, who.uid) < 0 || syscall(SYS_capget, &header, data) < 0) {
        return FAILED(errno);
    }
    /* Another user than root has none by now; of root's, those that the host itself lacks cannot be given. */
    for (int i = 0; i < 2; i++) {
        data[i].permitted &= (uint32_t)(capabilities >> (32 * i));
        data[i].effective = data[i].permitted;
        data[i].inheritable = 0;
    }
    return TRY(syscall(SYS_capset, &header, data));
}

/* Unless it must be exact, a hard limit of ours that is lower stays, as raising it needs CAP_SYS_RESOURCE. */
static struct outcome limit(int resource, rlim_t soft, rlim_t hard, int exact) {
    struct rlimit now = {.rlim_cur = soft, .rlim_max = hard};
    if (exact) {
        return TRY(setrlimit(resource, &now));
    }
    if (getrlimit(resource, &now) < 0) {
        return FAILED(errno);
    }
    now.rlim_max = hard < now.rlim_max ? hard : now.rlim_max;
    now.rlim_cur = soft < now.rlim_max ? soft : now.rlim_max;
    return TRY(setrlimit(resource, &now));
}

struct outcome enter_directory(const char *path) {
    char now[4096];
    if (chdir(path) < 0) {
        return FAILED(errno);
    }
    /* The kernel says "(unreachable)" of a directory outside the root. */
    if (syscall(SYS_getcwd, now, sizeof now) < 0) {
        return FAILED(errno);
    }
    return now[0] == '/' ? OK : (struct outcome){EACCES, DETAIL_OUTSIDE};
}

struct outcome identity_step(struct step *step) {
    const char *value;
    uint64_t first;
    uint64_t second;
    uint64_t third;
    switch (step->opcode) {
        case STEP_HOSTNAME:
            value = text(step);
            return TRY(sethostname(value, strlen(value)));
        case STEP_RLIMIT:
            first = number(step);
            second = number(step);
            third = number(step);
            return limit((int)first, second, third, number(step) != 0);
        case STEP_USER:
            return find_identity(text(step));
        case STEP_BOUNDING:
            return drop_bounding(number(step));
        case STEP_IDENTITY:
            return become(number(step));
        default:
            return FAILED(ENOSYS);
    }
}
