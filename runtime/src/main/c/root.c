/*
 * The container's file system. Names inside it come from hostile images: they are resolved by the kernel as if the new
 * root were the root (openat2(2) RESOLVE_IN_ROOT), and mounted on by descriptor, so that no link leads out of it.
 */
#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { MAX_DEPTH = 100, MAX_LAYERS = 500, RETRIES = 32 };

static int root = -1;

static int open_in_root(const char *path) {
    struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    for (int i = 0; i < RETRIES; i++) {
        long fd = syscall(SYS_openat2, root, path, &how, sizeof how);
        if (fd >= 0 || errno != EAGAIN) {
            return (int)fd;
        }
    }
    return -1;
}

static int make_in_root(const char *path, int file, int depth);

/* The parent of a name, made when missing; name gets the last part. */
static int parent_in_root(const char *path, char name[NAME_MAX + 1], int depth) {
    char parent[PATH_MAX];
    size_t end = strlen(path);
    while (end > 0 && path[end - 1] == '/') {
        end--;
    }
    size_t start = end;
    while (start > 0 && path[start - 1] != '/') {
        start--;
    }
    if (start == end || end - start > NAME_MAX || start >= sizeof parent) {
        errno = start == end ? EINVAL : ENAMETOOLONG;
        return -1;
    }
    memcpy(name, path + start, end - start);
    name[end - start] = 0;
    memcpy(parent, path, start);
    parent[start] = 0;
    return start == 0 ? fcntl(root, F_DUPFD_CLOEXEC, 0) : make_in_root(parent, 0, depth + 1);
}

/* A link of the image that leads to nothing: what it names is made. */
static int make_behind_link(const char *path, int directory, const char *name, int file, int depth) {
    char link[PATH_MAX];
    char target[PATH_MAX];
    ssize_t length = readlinkat(directory, name, link, sizeof link - 1);
    size_t prefix = strlen(path) - strlen(name);
    if (length < 0) {
        errno = EEXIST;
        return -1;
    }
    link[length] = 0;
    if (link[0] == '/') {
        return make_in_root(link, file, depth + 1);
    }
    if (prefix + (size_t)length >= sizeof target) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(target, path, prefix);
    memcpy(target + prefix, link, (size_t)length + 1);
    return make_in_root(target, file, depth + 1);
}

/* Opens (O_PATH) a name inside the root; what is missing of it is made: directories, and at the end maybe a file. */
static int make_in_root(const char *path, int file, int depth) {
    char name[NAME_MAX + 1];
    int fd = open_in_root(path);
    if (fd >= 0 || errno != ENOENT) {
        return fd;
    }
    if (depth > MAX_DEPTH) {
        errno = ELOOP;
        return -1;
    }
    int parent = parent_in_root(path, name, depth);
    if (parent < 0) {
        return -1;
    }
    int made = file ? openat(parent, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644) : mkdirat(parent, name, 0755);
    if (made < 0 && errno == EEXIST) {
        fd = make_behind_link(path, parent, name, file, depth);
    } else if (made >= 0) {
        if (file) {
            close(made);
        }
        fd = openat(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    }
    int error = errno;
    close(parent);
    errno = error;
    return fd;
}

/* Whoever has joined a container's mount namespace has its root already. */
int file_in_root(const char *path) {
    if (root < 0) {
        root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    }
    return root < 0 ? -1 : make_in_root(path, 1, 0);
}

static void fd_path(char path[48], int fd) {
    append_number(append(path, path + 48, "/proc/self/fd/"), path + 48, (uint64_t)fd);
}

/* Layers are named by the numbers of their descriptors: mount options end at a page, and paths may hold ':' or ','. */
static struct outcome overlay(struct step *step) {
    char options[4096];
    const char *end = options + sizeof options;
    const char *target = text(step);
    const char *upper = text(step);
    const char *work = text(step);
    uint64_t count = number(step);
    const char *names[2] = {upper, work};
    const char *keys[2] = {",upperdir=", ",workdir="};
    int fds[MAX_LAYERS + 2];
    size_t opened = 0;
    if (count == 0 || count > MAX_LAYERS) {
        return FAILED(EINVAL);
    }
    char *at = append(options, end, "lowerdir=");
    for (uint64_t i = 0; i < count + 2; i++) {
        int fd = open(i < count ? text(step) : names[i - count], O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0) {
            return FAILED(errno);
        }
        fds[opened++] = fd;
        at = append(at, end, i >= count ? keys[i - count] : i == 0 ? "" : ":");
        at = append_number(at, end, (uint64_t)fd);
    }
    if (at + 1 >= end) {
        return FAILED(E2BIG);
    }
    if (chdir("/proc/self/fd") < 0 || mount("overlay", target, "overlay", 0, options) < 0) {
        return FAILED(errno);
    }
    while (opened > 0) {
        close(fds[--opened]);
    }
    root = open(target, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return TRY(root);
}

/* A directory that is a root file system as it stands; the options of the mount that it lies in mean nothing to it. */
static struct outcome whole_tree(const char *target, const char *directory) {
    struct mount_attr change = {.attr_clr = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC};
    int tree = open_tree(AT_FDCWD, directory, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (tree < 0) {
        return FAILED(errno);
    }
    if (mount_setattr(tree, "", AT_EMPTY_PATH, &change, sizeof change) < 0 ||
        move_mount(tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH) < 0) {
        struct outcome outcome = FAILED(errno);
        close(tree);
        return outcome;
    }
    close(tree);
    root = open(target, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return TRY(root);
}

static struct outcome attach(int tree, int target, uint64_t attributes, unsigned recursive) {
    struct mount_attr change = {.attr_set = attributes};
    if (attributes != 0 && mount_setattr(tree, "", AT_EMPTY_PATH | recursive, &change, sizeof change) < 0) {
        return FAILED(errno);
    }
    return TRY(move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH));
}

static struct outcome bind_to(const char *source, int target, uint64_t attributes) {
    int tree = open_tree(AT_FDCWD, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
    if (tree < 0) {
        return FAILED(errno);
    }
    struct outcome outcome = attach(tree, target, attributes, AT_RECURSIVE);
    close(tree);
    return outcome;
}

static struct outcome bind(const char *source, const char *target, uint64_t attributes) {
    struct stat status;
    if (stat(source, &status) < 0) {
        return FAILED(errno);
    }
    int fd = make_in_root(target, !S_ISDIR(status.st_mode), 0);
    if (fd < 0) {
        return FAILED(errno);
    }
    struct outcome outcome = bind_to(source, fd, attributes);
    close(fd);
    return outcome;
}

static struct outcome mount_new(struct step *step) {
    char path[48];
    const char *type = text(step);
    const char *target = text(step);
    uint64_t flags = number(step);
    int fd = make_in_root(target, 0, 0);
    if (fd < 0) {
        return FAILED(errno);
    }
    fd_path(path, fd);
    struct outcome outcome = TRY(mount(type, path, type, flags, text(step)));
    close(fd);
    return outcome;
}

static struct outcome make_device(struct step *step) {
    char name[NAME_MAX + 1];
    const char *path = text(step);
    mode_t mode = (mode_t)number(step);
    unsigned major_number = (unsigned)number(step);
    int parent = parent_in_root(path, name, 0);
    if (parent < 0) {
        return FAILED(errno);
    }
    struct outcome outcome = TRY(mknodat(parent, name, S_IFCHR | mode, makedev(major_number, (unsigned)number(step))));
    if (outcome.error == 0) {
        outcome = TRY(fchmodat(parent, name, mode, 0));
    }
    close(parent);
    return outcome;
}

static struct outcome make_link(const char *path, const char *target) {
    char name[NAME_MAX + 1];
    int parent = parent_in_root(path, name, 0);
    if (parent < 0) {
        return FAILED(errno);
    }
    struct outcome outcome = TRY(symlinkat(target, parent, name));
    close(parent);
    return outcome.error == EEXIST ? OK : outcome;
}

static struct outcome make_directory(const char *path) {
    int fd = make_in_root(path, 0, 0);
    if (fd < 0) {
        return FAILED(errno);
    }
    close(fd);
    return OK;
}

/* Hides a file or a directory that leaks something about the host; one that is missing needs no hiding. */
static struct outcome mask(const char *target) {
    char path[48];
    struct stat status;
    struct outcome outcome;
    int fd = open_in_root(target);
    if (fd < 0) {
        return errno == ENOENT || errno == ENOTDIR ? OK : FAILED(errno);
    }
    if (fstat(fd, &status) < 0) {
        outcome = FAILED(errno);
    } else if (S_ISDIR(status.st_mode)) {
        fd_path(path, fd);
        outcome = TRY(mount("tmpfs", path, "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=0,nr_inodes=2"));
    } else {
        /* The host's own: the container's /dev/null could be a link by now (CVE-2025-31133). */
        outcome = bind_to("/dev/null", fd, MOUNT_ATTR_RDONLY);
    }
    close(fd);
    return outcome;
}

/* A path that is not the root of a mount (EINVAL) becomes one, by a mount of itself. */
static struct outcome protect_fd(int fd) {
    struct mount_attr change = {.attr_set = MOUNT_ATTR_RDONLY};
    if (mount_setattr(fd, "", AT_EMPTY_PATH, &change, sizeof change) == 0) {
        return OK;
    }
    if (errno != EINVAL) {
        return FAILED(errno);
    }
    int tree = open_tree(fd, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE | AT_EMPTY_PATH);
    struct outcome outcome = tree < 0 ? FAILED(errno) : attach(tree, fd, MOUNT_ATTR_RDONLY, AT_RECURSIVE);
    if (tree >= 0) {
        close(tree);
    }
    return outcome;
}

static struct outcome protect(const char *target) {
    int fd = open_in_root(target);
    if (fd < 0) {
        return errno == ENOENT || errno == ENOTDIR ? OK : FAILED(errno);
    }
    struct outcome outcome = protect_fd(fd);
    close(fd);
    return outcome;
}

static struct outcome protect_root(void) {
    struct mount_attr change = {.attr_set = MOUNT_ATTR_RDONLY};
    return TRY(mount_setattr(root, "", AT_EMPTY_PATH, &change, sizeof change));
}

static struct outcome pivot(void) {
    if (fchdir(root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0 || umount2(".", MNT_DETACH) < 0 || chdir("/") < 0) {
        return FAILED(errno);
    }
    close(root);
    root = -1;
    return TRY(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
}

struct outcome root_step(struct step *step) {
    const char *first;
    const char *second;
    switch (step->opcode) {
        case STEP_PROPAGATION:
            return TRY(mount(NULL, "/", NULL, number(step), NULL));
        case STEP_OVERLAY:
            return overlay(step);
        case STEP_TREE:
            first = text(step);
            second = text(step);
            return whole_tree(first, second);
        case STEP_BIND:
            first = text(step);
            second = text(step);
            return bind(first, second, number(step));
        case STEP_MOUNT:
            return mount_new(step);
        case STEP_DEVICE:
            return make_device(step);
        case STEP_LINK:
            first = text(step);
            return make_link(first, text(step));
        case STEP_DIRECTORY:
            return make_directory(text(step));
        case STEP_MASK:
            return mask(text(step));
        case STEP_PROTECT:
            return protect(text(step));
        case STEP_PROTECT_ROOT:
            return protect_root();
        case STEP_PIVOT:
            return pivot();
        default:
            return FAILED(ENOSYS);
    }
}
