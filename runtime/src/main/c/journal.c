/*
 * The log: segment files <directory>/NNNNNNNN of frames {u32 length, u8 stream, 3 zero bytes, u64 time, payload},
 * one frame for each read. The container never waits for the disk: what cannot be written is dropped and counted.
 */
#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { PAYLOAD_BYTES = 64 << 10, STREAM_LOST = 0 };

struct frame {
    uint32_t length;
    uint8_t stream;
    uint8_t zero[3];
    uint64_t time;
};

static struct {
    int directory;
    int segment;
    uint64_t index;
    uint64_t offset;
    uint64_t segment_bytes;
    uint64_t segments;
    uint64_t lost;
} journal = {.directory = -1, .segment = -1};

static char payload[PAYLOAD_BYTES] __attribute__((aligned(4096)));

static void segment_name(char name[9], uint64_t index) {
    for (int i = 7; i >= 0; i--, index /= 10) {
        name[i] = (char)('0' + index % 10);
    }
    name[8] = 0;
}

static int open_segment(uint64_t index) {
    char name[9];
    segment_name(name, index);
    int fd = openat(journal.directory, name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    struct stat status;
    if (fd < 0) {
        return -1;
    }
    if (fstat(fd, &status) < 0) {
        close(fd);
        return -1;
    }
    if (journal.segment >= 0) {
        close(journal.segment);
    }
    journal.segment = fd;
    journal.index = index;
    journal.offset = (uint64_t)status.st_size;
    return 0;
}

int journal_open(const char *directory, uint64_t index, uint64_t segment_bytes, uint64_t segments) {
    journal.directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    journal.segment_bytes = segment_bytes;
    journal.segments = segments;
    return journal.directory < 0 ? -1 : open_segment(index);
}

static void rotate(void) {
    if (open_segment(journal.index + 1) == 0 && journal.index >= journal.segments) {
        char name[9];
        segment_name(name, journal.index - journal.segments);
        unlinkat(journal.directory, name, 0);
    }
}

static int put(uint8_t stream, const void *data, size_t length) {
    struct frame frame = {.length = (uint32_t)length, .stream = stream, .time = nanoseconds(CLOCK_REALTIME)};
    size_t whole = sizeof frame + length;
    if (journal.offset > 0 && journal.offset + whole > journal.segment_bytes) {
        rotate();
    }
    struct iovec parts[2] = {{&frame, sizeof frame}, {(void *)(uintptr_t)data, length}};
    if (pwritev(journal.segment, parts, 2, (off_t)journal.offset) == (ssize_t)whole) {
        journal.offset += whole;
        return 0;
    }
    /* A frame is there whole or not at all; where that fails, its segment ends here. */
    if (ftruncate(journal.segment, (off_t)journal.offset) < 0) {
        rotate();
    }
    return -1;
}

ssize_t journal_take(int fd, int stream) {
    ssize_t count = read(fd, payload, sizeof payload);
    if (count <= 0 || journal.segment < 0) {
        return count;
    }
    if (journal.lost > 0 && put(STREAM_LOST, &journal.lost, sizeof journal.lost) == 0) {
        journal.lost = 0;
    }
    if (journal.lost > 0 || put((uint8_t)stream, payload, (size_t)count) < 0) {
        journal.lost += (uint64_t)count;
    }
    return count;
}

/* Gives the buffer's memory back after a burst. */
void journal_forget(void) {
    madvise(payload, sizeof payload, MADV_DONTNEED);
}
