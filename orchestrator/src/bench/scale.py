#!/usr/bin/env python3
"""Prints what many containers take: a project of 1,000 services, then 200 projects of 2 to 5, in one daemon.

Of each step its time, and after it the daemon's threads, descriptors, RSS and processor seconds so far; then 20 containers
are killed, and all have to run again. Ends with 1 when one does not, or the daemon's log has an error. Needs root and a
built checkout; about ten minutes on two quiet cores.
usage: orchestrator/src/bench/scale.py [services [projects]]
"""
import concurrent.futures
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

TOP = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
NUMBERS = [int(argument) for argument in sys.argv[1:]]
SERVICES = NUMBERS[0] if NUMBERS else 1000
PROJECTS = NUMBERS[1] if len(NUMBERS) > 1 else 200
BASE = tempfile.mkdtemp(prefix="jcompose-scale")
ENV = dict(os.environ, JCOMPOSE_ROOT=BASE + "/root", JCOMPOSE_RUN=BASE + "/run", JCOMPOSE_NO_BUILD="1")


def jcompose(*arguments):
    done = subprocess.run([TOP + "/jcompose", *arguments], env=ENV, capture_output=True, text=True, timeout=900)
    if done.returncode:
        sys.exit("jcompose %s: %d\n%s" % (" ".join(arguments), done.returncode, done.stderr[-2000:]))
    return done.stdout


def api(path):
    done = subprocess.run(["curl", "-s", "--unix-socket", BASE + "/run/jcompose.sock", "http://x/jcompose/v1" + path],
                          capture_output=True, text=True, timeout=60)
    return json.loads(done.stdout)


def write(name, services):
    with open("%s/%s.yml" % (BASE, name), "w") as out:
        out.write("services:\n")
        for n in range(services):
            out.write("  s%d:\n    image: jcompose/shell\n    restart: always\n" % n)
            out.write("    command: [sleep, \"100000\"]\n    stop_grace_period: 1s\n")


def step(what, work):
    begun = time.monotonic()
    work()
    took = time.monotonic() - begun
    process = "/proc/%d" % api("/version")["pid"]
    with open(process + "/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    with open(process + "/status") as status:
        rss = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    print("%-34s %8.2f s   %3d threads %6d descriptors %5d MiB RSS %7.1f s of processor" % (
        what, took, len(os.listdir(process + "/task")), len(os.listdir(process + "/fd")), rss // 1024,
        (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")), flush=True)


def each(projects, *command):
    """Three at a time, as people who work beside each other."""
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda name: jcompose("-f", "%s/%s.yml" % (BASE, name), "-p", name, *command), projects))


def kill(projects):
    """Kills 20 containers, and waits until others run in their place."""
    containers = [(name, one) for name in projects for one in api("/projects/" + name)["containers"]]
    left = {}
    for name, one in containers[:: max(1, len(containers) // 20)][:20]:
        os.kill(one["pid"], signal.SIGKILL)
        left[one["id"]] = (name, one["pid"])
    until = time.monotonic() + 60
    while left and time.monotonic() < until:
        for name in {name for name, _ in left.values()}:
            for one in api("/projects/" + name)["containers"]:
                if one["id"] in left and one["pid"] not in (0, left[one["id"]][1]):
                    del left[one["id"]]
    if left:
        sys.exit("%d of 20 killed containers do not run again" % len(left))


def whole(label, projects):
    step(label + ": up -d", lambda: each(projects, "up", "-d"))
    step(label + ": up -d again", lambda: each(projects, "up", "-d"))
    step(label + ": ps", lambda: each(projects[:1], "ps"))
    step(label + ": 20 killed, run again", lambda: kill(projects))
    step(label + ": down -t 0", lambda: each(projects, "down", "-t", "0"))


def errors():
    with open(BASE + "/root/daemon.log") as log:
        return [line for line in log if " ERROR " in line or " failed: " in line]


signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
try:
    write("big", SERVICES)
    names = ["p%d" % n for n in range(PROJECTS)]
    for n, name in enumerate(names):
        write(name, 2 + n % 4)
    whole("%d services" % SERVICES, ["big"])
    whole("%d projects" % PROJECTS, names)
    if errors():
        sys.exit("the daemon's log has errors:\n" + "".join(errors()[:10]))
finally:
    for path in sorted(os.listdir(BASE + "/root/projects")) if os.path.isdir(BASE + "/root/projects") else []:
        subprocess.run([TOP + "/jcompose", "-p", path.removesuffix(".json"), "down", "-t", "0"], env=ENV,
                       capture_output=True, timeout=300)
    subprocess.run([TOP + "/jcompose", "daemon", "stop", "--all"], env=ENV, capture_output=True, timeout=300)
    shutil.rmtree(BASE, ignore_errors=True)
