/* main: reads the plan, then does its steps one by one. */
#define _GNU_SOURCE
#include "keeper.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void) {
    struct plan keeper_steps;
    struct plan child_steps;
    struct step step;
    /* What ends a login session or a service must not end the one who writes down how the container ended. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    umask(022);
    /* A process of a container that a child joins must not look into it (CVE-2016-9962); exec takes this back. */
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    close(PROGRAM_FD);
    fcntl(CONTROL_FD, F_SETFD, FD_CLOEXEC);
    plan_read(&keeper_steps, &child_steps);
    for (uint32_t index = 0; plan_next(&keeper_steps, &step); index++) {
        struct outcome outcome = keeper_step(&step, &child_steps);
        if (outcome.error != 0) {
            keeper_failed(index, step.opcode, outcome);
        }
    }
    return 2;
}
