/* The plan: u32 magic, u32 length of the keeper's steps, u32 length of the child's steps, the steps, u32 commit. */
#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PLAN_BYTES = 16 << 20, MAGIC = 0x314b434a, COMMIT = 0x21216f67 };

static char buffer[PLAN_BYTES] __attribute__((aligned(4096)));

/* An incomplete plan was never committed: nothing was done, nobody is to be told. */
static void read_fully(char *target, size_t length) {
    while (length > 0) {
        ssize_t count = read(CONTROL_FD, target, length);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            _exit(0);
        }
        target += count;
        length -= (size_t)count;
    }
}

void plan_read(struct plan *keeper_steps, struct plan *child_steps) {
    uint32_t head[3];
    read_fully((char *)head, sizeof head);
    if (head[0] != MAGIC || head[1] > PLAN_BYTES - 4 || head[2] > PLAN_BYTES - 4 - head[1]) {
        _exit(2);
    }
    uint32_t commit;
    read_fully(buffer, head[1] + head[2]);
    read_fully((char *)&commit, sizeof commit);
    if (commit != COMMIT) {
        _exit(2);
    }
    *keeper_steps = (struct plan){buffer, buffer + head[1]};
    *child_steps = (struct plan){buffer + head[1], buffer + head[1] + head[2]};
}

/* Gives the plan's memory back: a keeper stays for as long as its container. */
void plan_forget(void) {
    madvise(buffer, sizeof buffer, MADV_DONTNEED);
}

/* A step: u32 opcode, u32 length of the arguments, arguments. */
int plan_next(struct plan *plan, struct step *step) {
    uint32_t head[2];
    if ((size_t)(plan->end - plan->next) < sizeof head) {
        return 0;
    }
    memcpy(head, plan->next, sizeof head);
    plan->next += sizeof head;
    if (head[1] > (size_t)(plan->end - plan->next)) {
        _exit(2);
    }
    *step = (struct step){head[0], plan->next, plan->next + head[1]};
    plan->next += head[1];
    return 1;
}

static const char *take(struct step *step, size_t length) {
    if (length > (size_t)(step->end - step->next)) {
        _exit(2);
    }
    const char *taken = step->next;
    step->next += length;
    return taken;
}

uint64_t number(struct step *step) {
    uint64_t value;
    memcpy(&value, take(step, sizeof value), sizeof value);
    return value;
}

const char *bytes(struct step *step, uint32_t *length) {
    memcpy(length, take(step, sizeof *length), sizeof *length);
    const char *value = take(step, (size_t)*length + 1);
    if (value[*length] != 0) {
        _exit(2);
    }
    return value;
}

const char *text(struct step *step) {
    uint32_t length;
    return bytes(step, &length);
}
