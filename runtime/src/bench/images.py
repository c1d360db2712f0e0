#!/usr/bin/env python3
"""Prints how long images take to come and go, as `name: median (min-max)`, and Docker's figures beside them when an engine answers.

One image of 300 MB that cannot be compressed, and one of many real files as a registry has it (gzip). Needs root, a built
checkout and skopeo. Runs jcompose with directories of its own.
usage: runtime/src/bench/images.py [rounds]
"""
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
BASE = tempfile.mkdtemp(prefix="jcompose-images")
ENV = dict(os.environ, JCOMPOSE_ROOT=BASE + "/root", JCOMPOSE_RUN=BASE + "/run", JCOMPOSE_NO_BUILD="1")
OURS = [TOP + "/jcompose"]
DOCKER = ["docker"]


def run(*command, check=True):
    done = subprocess.run(command, env=ENV, cwd=BASE, capture_output=True, text=True, timeout=600)
    if check and done.returncode:
        sys.exit("%s: %d\n%s" % (" ".join(command), done.returncode, done.stderr))
    return done.stdout


def timed(*command):
    begun = time.monotonic()
    run(*command)
    return time.monotonic() - begun


def row(name, values, unit="s"):
    print("%-46s %8.2f %s  (%.2f-%.2f)" % (name, statistics.median(values), unit, min(values), max(values)), flush=True)


def round_trips(name, program, remove):
    times = {"import": [], "save": [], "load": []}
    for _ in range(ROUNDS):
        times["import"].append(timed(*program, "import", BASE + "/big.tar", "bench-big:1"))
        times["save"].append(timed(*program, "save", "-o", BASE + "/save.tar", "bench-big:1"))
        run(*program, *remove, "bench-big:1")
        times["load"].append(timed(*program, "load", "-i", BASE + "/save.tar"))
        run(*program, *remove, "bench-big:1")
    for what, values in times.items():
        row("%s: %s of 300 MB" % (name, what), values)


def big():
    os.mkdir(BASE + "/big")
    with open(BASE + "/big/blob", "wb") as out:
        for _ in range(300):
            out.write(os.urandom(1 << 20))
    run("tar", "-C", BASE + "/big", "-cf", BASE + "/big.tar", ".")


def compressed():
    """Files of this host in one gzip layer: how fast a pull can be."""
    run("tar", "-C", "/", "-cf", BASE + "/files.tar", "usr/lib/jvm")
    size = os.path.getsize(BASE + "/files.tar")
    run(*OURS, "import", BASE + "/files.tar", "bench-files:1")
    run(*OURS, "save", "-o", BASE + "/plain.tar", "bench-files:1")
    run("skopeo", "copy", "-q", "docker-archive:" + BASE + "/plain.tar", "oci-archive:" + BASE + "/gzip.tar:bench/files:1")
    run(*OURS, "image", "rm", "bench-files:1")
    rates = []
    for _ in range(ROUNDS):
        rates.append(size / 1e6 / timed(*OURS, "load", "-i", BASE + "/gzip.tar"))
        run(*OURS, "image", "rm", "bench/files:1")
    row("jcompose: load of a gzip layer of %d MB" % (size / 1e6), rates, "MB/s")


def memory():
    pid = re.search(r"\d{2,}", run(*OURS, "daemon", "status")).group()
    with open("/proc/%s/status" % pid) as status:
        row("jcompose: largest RSS of the daemon", [int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024], "MiB")


try:
    big()
    run(*OURS, "image", "ls")
    round_trips("jcompose", OURS, ["image", "rm"])
    compressed()
    memory()
    if shutil.which("docker") and subprocess.run(["docker", "info"], env=ENV, capture_output=True).returncode == 0:
        round_trips("docker", DOCKER, ["rmi", "-f"])
    else:
        print("docker: no engine answers, so nothing to compare with")
finally:
    run(*OURS, "daemon", "stop", check=False)
    shutil.rmtree(BASE, ignore_errors=True)
