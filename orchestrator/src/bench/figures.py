#!/usr/bin/env python3
"""Prints the product's figures, as `name: median (min-max)`, and Docker's beside them when an engine answers.

Needs root and a built checkout. Runs jcompose with directories of its own; DOCKER_HOST chooses Docker's engine.
usage: orchestrator/src/bench/figures.py [rounds]
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 15
BASE = tempfile.mkdtemp(prefix="jcompose-figures")
ENV = dict(os.environ, JCOMPOSE_ROOT=BASE + "/root", JCOMPOSE_RUN=BASE + "/run", JCOMPOSE_NO_BUILD="1")
SAY = "date +%s%N; exec sleep 1000"


def run(*command, check=True):
    done = subprocess.run(command, env=ENV, cwd=BASE, capture_output=True, text=True, timeout=120)
    if check and done.returncode:
        sys.exit("%s: %d\n%s" % (" ".join(command), done.returncode, done.stderr))
    return done.stdout


def jcompose(*arguments):
    return run(TOP + "/jcompose", *arguments)


def row(name, values, unit):
    print("%-46s %8.1f %s  (%.1f-%.1f)" % (name, statistics.median(values), unit, min(values), max(values)), flush=True)


def write(services, extra=""):
    with open(BASE + "/stack.yml", "w") as out:
        out.write("name: figures\nservices:\n")
        for i in range(services):
            out.write("  s%d:\n    image: jcompose/shell\n    init: true\n    restart: always\n" % i)
            out.write("    stop_grace_period: 1s\n    command: [sh, -c, \"%s\"]\n%s" % (SAY, extra))


def containers():
    return [json.loads(line) for line in jcompose("-p", "figures", "ps", "--format", "json").splitlines()]


def said():
    """The nanoseconds that the container printed last."""
    lines = [l for l in jcompose("-p", "figures", "logs", "--no-log-prefix").splitlines() if l.strip().isdigit()]
    return int(lines[-1]) if lines else 0


def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
    sys.exit("nothing came within %d s" % seconds)


def api(path):
    text = run("curl", "-s", "--unix-socket", BASE + "/run/jcompose.sock", "http://x/jcompose/v1" + path)
    return json.loads(text)


def nanoseconds(stamp):
    whole, _, fraction = stamp.rstrip("Z").partition(".")
    seconds = datetime.strptime(whole + "+0000", "%Y-%m-%dT%H:%M:%S%z").timestamp()
    return int(seconds) * 10**9 + int((fraction + "000000000")[:9])


def first_byte():
    """From the decision to create a container to its first word: sandbox, veth, address, launch, command."""
    times = []
    for _ in range(ROUNDS):
        jcompose("up", "-d", "--force-recreate", "-f", "stack.yml")
        created = nanoseconds(api("/projects/figures")["containers"][0]["created"])
        times.append((until(said) - created) / 1e6)
    row("jcompose: container created to first byte", times, "ms")


def crash():
    times = []
    for _ in range(ROUNDS):
        before = until(said)
        time.sleep(11)  # a long run, so that no backoff counts
        pid = api("/projects/figures")["containers"][0]["pid"]
        killed = time.time_ns()
        os.kill(pid, 9)
        again = until(lambda: said() if said() != before else 0)
        times.append((again - killed) / 1e6)
        if len(times) == min(ROUNDS, 5):
            break
    row("jcompose: kill -9 to running again", times, "ms")


def ps():
    times = []
    for _ in range(ROUNDS + 2):
        begun = time.monotonic()
        jcompose("-p", "figures", "ps")
        times.append((time.monotonic() - begun) * 1000)
    row("jcompose: ps", times[2:], "ms")


def memory():
    pid = api("/version")["pid"]
    rss = next(int(l.split()[1]) for l in open("/proc/%d/status" % pid) if l.startswith("VmRSS"))
    row("jcompose: daemon RSS, %d containers" % len(containers()), [rss / 1024], "MiB")


def many():
    for count in (10, 100):
        write(count)
        begun = time.monotonic()
        jcompose("up", "-d", "-f", "stack.yml")
        row("jcompose: up -d of %d services" % count, [time.monotonic() - begun], "s")
        begun = time.monotonic()
        jcompose("up", "-d", "-f", "stack.yml")
        row("jcompose: up -d again", [time.monotonic() - begun], "s")
        memory()
        begun = time.monotonic()
        jcompose("down", "-t", "0", "-f", "stack.yml")
        row("jcompose: down -t 0 of %d services" % count, [time.monotonic() - begun], "s")


def docker(*arguments, check=True):
    return run("docker", *arguments, check=check)


def docker_figures():
    if not shutil.which("docker") or subprocess.run(["docker", "info"], env=ENV, capture_output=True).returncode:
        print("docker: no engine answers, so nothing to compare with")
        return
    layers = sorted(os.scandir(BASE + "/root/images"), key=lambda e: e.name)
    shell = json.loads(jcompose("image", "ls", "--format", "json").splitlines()[0])
    layer = subprocess.run(
        ["sh", "-c", "cd %s/root/images && for d in */*/; do [ -x $d/bin/sh ] && echo $d && break; done" % BASE],
        capture_output=True, text=True).stdout.strip()
    del layers, shell
    subprocess.run("tar -C %s/root/images/%s -c . | docker import - jcompose-figures" % (BASE, layer),
                   shell=True, env=ENV, check=True, capture_output=True)
    times = []
    for _ in range(ROUNDS):
        begun = time.time_ns()
        times.append((int(docker("run", "--rm", "jcompose-figures", "date", "+%s%N")) - begun) / 1e6)
    row("docker: run to first byte", times, "ms")
    times = []
    for _ in range(min(ROUNDS, 5)):
        docker("run", "-d", "--name", "jcompose-figures", "--restart", "always", "jcompose-figures", "sh", "-c", SAY)
        time.sleep(11)
        pid = int(docker("inspect", "-f", "{{.State.Pid}}", "jcompose-figures"))
        killed = time.time_ns()
        os.kill(pid, 9)
        lines = until(lambda: (lambda l: l if len(l) > 1 else None)(docker("logs", "jcompose-figures").split()))
        times.append((int(lines[-1]) - killed) / 1e6)
        docker("rm", "-f", "jcompose-figures")
    row("docker: kill -9 to running again", times, "ms")
    docker("rmi", "-f", "jcompose-figures", check=False)


try:
    write(1)
    jcompose("up", "-d", "-f", "stack.yml")
    first_byte()
    crash()
    ps()
    jcompose("down", "-f", "stack.yml")
    many()
    docker_figures()
finally:
    subprocess.run([TOP + "/jcompose", "daemon", "stop", "--all"], env=ENV, capture_output=True, timeout=120)
    shutil.rmtree(BASE, ignore_errors=True)
