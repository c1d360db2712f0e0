/* Messages, small files, clocks. */
#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int send_message(int fd, const struct message *message, int passed_fd) {
    union {
        char space[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec part = {(void *)(uintptr_t)message, sizeof *message};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
    if (passed_fd >= 0) {
        memset(&control, 0, sizeof control);
        header.msg_control = control.space;
        header.msg_controllen = sizeof control.space;
        struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(rights), &passed_fd, sizeof passed_fd);
    }
    ssize_t sent;
    do {
        sent = sendmsg(fd, &header, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == sizeof *message ? 0 : -1;
}

/* 1 with a message, 0 at the end. */
int receive_message(int fd, struct message *message, int *passed_fd) {
    union {
        char space[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    memset(&control, 0, sizeof control);
    struct iovec part = {message, sizeof *message};
    struct msghdr header = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
    ssize_t count;
    do {
        count = recvmsg(fd, &header, MSG_CMSG_CLOEXEC | MSG_WAITALL);
    } while (count < 0 && errno == EINTR);
    *passed_fd = -1;
    for (struct cmsghdr *part_of = CMSG_FIRSTHDR(&header); part_of != NULL; part_of = CMSG_NXTHDR(&header, part_of)) {
        if (part_of->cmsg_level == SOL_SOCKET && part_of->cmsg_type == SCM_RIGHTS) {
            memcpy(passed_fd, CMSG_DATA(part_of), sizeof *passed_fd);
        }
    }
    return count == sizeof *message;
}

int write_text(const char *path, const char *value) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    ssize_t count = write(fd, value, strlen(value));
    int error = errno;
    close(fd);
    errno = error;
    return count < 0 ? -1 : 0;
}

uint64_t nanoseconds(int clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

char *append(char *at, const char *end, const char *value) {
    while (*value != 0 && at + 1 < end) {
        *at++ = *value++;
    }
    *at = 0;
    return at;
}

char *append_number(char *at, const char *end, uint64_t value) {
    char digits[24];
    size_t count = sizeof digits - 1;
    digits[count] = 0;
    do {
        digits[--count] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    return append(at, end, digits + count);
}

/* Field 22 of /proc/PID/stat, in clock ticks since boot (proc(5)); 0 when it cannot be read. */
uint64_t start_time(pid_t pid) {
    char line[1024];
    char path[48];
    append(append_number(append(path, path + sizeof path, "/proc/"), path + sizeof path, (uint64_t)pid),
           path + sizeof path, "/stat");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return 0;
    }
    ssize_t count = read(fd, line, sizeof line - 1);
    close(fd);
    if (count <= 0) {
        return 0;
    }
    line[count] = 0;
    /* The name, field 2, may hold spaces and brackets: its end is the last bracket. */
    const char *at = strrchr(line, ')');
    for (int field = 2; at != NULL && field < 22; field++) {
        at = strchr(at + 1, ' ');
    }
    uint64_t value = 0;
    while (at != NULL && *++at >= '0' && *at <= '9') {
        value = value * 10 + (uint64_t)(*at - '0');
    }
    return value;
}
