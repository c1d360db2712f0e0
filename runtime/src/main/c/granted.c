/*
 * Files whose contents come with the plan (secrets, configs). They lie in a tmpfs that is mounted in this mount namespace
 * alone, and of which the container gets one read-only mount for each file: no path of the host leads there.
 */
#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_GRANTED = 512 };

#ifndef MOVE_MOUNT_BENEATH
#define MOVE_MOUNT_BENEATH 0x200
#endif

static int stage = -1;
static int trees[MAX_GRANTED];
static size_t count;

/* A file of a mount that stands nowhere cannot be mounted elsewhere before Linux 6.15, so it stands on a directory. */
static struct outcome make_stage(const char *directory) {
    unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    /* Memory that is never written to a swap device: since Linux 6.4. */
    if (mount("tmpfs", directory, "tmpfs", flags, "mode=700,noswap") < 0 &&
        (errno != EINVAL || mount("tmpfs", directory, "tmpfs", flags, "mode=700") < 0)) {
        return FAILED(errno);
    }
    stage = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return TRY(stage);
}

static int write_fully(int fd, const char *content, uint32_t length) {
    while (length > 0) {
        ssize_t written = write(fd, content, length);
        if (written < 0 && errno != EINTR) {
            return -1;
        }
        if (written > 0) {
            content += written;
            length -= (uint32_t)written;
        }
    }
    return 0;
}

/* Clones the file's mount, which thereby can be moved into any namespace. */
static struct outcome keep(const char *name) {
    struct mount_attr change = {
        .attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC};
    int tree = open_tree(stage, name, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (tree < 0 || mount_setattr(tree, "", AT_EMPTY_PATH, &change, sizeof change) < 0) {
        return FAILED(errno);
    }
    trees[count++] = tree;
    return OK;
}

static struct outcome make_file(struct step *step) {
    char name[24];
    uint32_t length;
    uid_t uid = (uid_t)number(step);
    gid_t gid = (gid_t)number(step);
    mode_t mode = (mode_t)number(step);
    const char *content = bytes(step, &length);
    if (count >= MAX_GRANTED) {
        return FAILED(E2BIG);
    }
    append_number(name, name + sizeof name, count);
    int fd = openat(stage, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
        return FAILED(errno);
    }
    /* The mode last: a change of the owner takes set-user-id bits away. */
    struct outcome outcome = write_fully(fd, content, length) < 0 || fchown(fd, uid, gid) < 0 || fchmod(fd, mode) < 0
                                 ? FAILED(errno)
                                 : OK;
    close(fd);
    return outcome.error == 0 ? keep(name) : outcome;
}

/* Slips the new file under the old one and takes that away, so that nobody finds neither (Linux 6.5); else over it. */
static struct outcome replace(int tree, int target, const char *path) {
    unsigned flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
    if (move_mount(tree, "", target, "", flags | MOVE_MOUNT_BENEATH) == 0) {
        return TRY(umount2(path, MNT_DETACH));
    }
    return errno == EINVAL ? TRY(move_mount(tree, "", target, "", flags)) : FAILED(errno);
}

static struct outcome give(struct step *step) {
    uint64_t index = number(step);
    const char *path = text(step);
    int again = number(step) != 0;
    if (index >= count) {
        return FAILED(EINVAL);
    }
    int target = file_in_root(path);
    if (target < 0) {
        return FAILED(errno);
    }
    unsigned flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
    struct outcome outcome =
        again ? replace(trees[index], target, path) : TRY(move_mount(trees[index], "", target, "", flags));
    close(target);
    close(trees[index]);
    return outcome;
}

struct outcome granted_step(struct step *step) {
    switch (step->opcode) {
        case STEP_STAGE:
            return make_stage(text(step));
        case STEP_FILE:
            return make_file(step);
        default:
            return give(step);
    }
}
