#!/usr/bin/env python3
"""Prints how long images take to come and go, as `name: median (min-max)`, and Docker's figures beside them where it is installed.

One image of 300 MB that cannot be compressed, and one of many real files as a registry has it (gzip). Needs root, a built
checkout and skopeo. Runs jcompose with directories of its own, and dockerd, too, unless an engine answers.
usage: runtime/src/bench/images.py [rounds]
"""
import contextlib
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


def daemon_cpu():
    """Seconds of a processor that the daemon has used."""
    pid = re.search(r"\d{2,}", run(*OURS, "daemon", "status")).group()
    with open("/proc/%s/stat" % pid) as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def compressed():
    """Files of this host in one gzip layer: how fast a pull can be."""
    run("tar", "-C", "/", "-cf", BASE + "/files.tar", "usr/lib/jvm")
    size = os.path.getsize(BASE + "/files.tar")
    run(*OURS, "import", BASE + "/files.tar", "bench-files:1")
    run(*OURS, "save", "-o", BASE + "/plain.tar", "bench-files:1")
    run("skopeo", "copy", "-q", "docker-archive:" + BASE + "/plain.tar", "oci-archive:" + BASE + "/gzip.tar:bench/files:1")
    run(*OURS, "image", "rm", "bench-files:1")
    rates, per_cpu = [], []
    for _ in range(ROUNDS):
        before = daemon_cpu()
        rates.append(size / 1e6 / timed(*OURS, "load", "-i", BASE + "/gzip.tar"))
        per_cpu.append(size / 1e6 / (daemon_cpu() - before))
        run(*OURS, "image", "rm", "bench/files:1")
    row("jcompose: load of a gzip layer of %d MB" % (size / 1e6), rates, "MB/s")
    row("jcompose: the same by processor time", per_cpu, "MB/s")


def memory():
    pid = re.search(r"\d{2,}", run(*OURS, "daemon", "status")).group()
    with open("/proc/%s/status" % pid) as status:
        row("jcompose: largest RSS of the daemon", [int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024], "MiB")


def answers(program):
    return shutil.which(program[0]) and subprocess.run([*program, "info"], env=ENV, capture_output=True).returncode == 0


@contextlib.contextmanager
def docker():
    """The words that reach an engine: one that runs, or one started here, which touches no network; None where there is none."""
    if answers(["docker"]):
        yield ["docker"]
    elif not shutil.which("dockerd") or not shutil.which("docker"):
        print("docker: not installed, so nothing to compare with")
        yield None
    else:
        socket = "unix://%s/docker.sock" % BASE
        quiet = ["--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false"]
        places = ["--data-root", BASE + "/docker", "--exec-root", BASE + "/docker-run", "--pidfile", BASE + "/docker.pid"]
        with open(BASE + "/dockerd.log", "w") as log:
            engine = subprocess.Popen(["dockerd", "-H", socket, *places, *quiet], stdout=log, stderr=log)
        program = ["docker", "-H", socket]
        try:
            until = time.monotonic() + 30
            while engine.poll() is None and not answers(program) and time.monotonic() < until:
                time.sleep(0.1)
            if answers(program):
                yield program
            else:
                print("docker: the engine does not start, so nothing to compare with")
                yield None
        finally:
            engine.terminate()
            engine.wait()


try:
    big()
    run(*OURS, "image", "ls")
    round_trips("jcompose", OURS, ["image", "rm"])
    compressed()
    memory()
    with docker() as engine:
        if engine:
            round_trips("docker", engine, ["rmi", "-f"])
finally:
    run(*OURS, "daemon", "stop", check=False)
    shutil.rmtree(BASE, ignore_errors=True)
