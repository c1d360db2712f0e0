#!/usr/bin/env python3
"""Prints how long a cached build of six instructions takes through the command line, and Docker's beside it.

Needs root and a built checkout. Runs jcompose with directories of its own; DOCKER_HOST chooses Docker's engine.
usage: orchestrator/src/bench/build.py [rounds]
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 15
BASE = tempfile.mkdtemp(prefix="jcompose-build-figures")
ENV = dict(os.environ, JCOMPOSE_ROOT=BASE + "/root", JCOMPOSE_RUN=BASE + "/run", JCOMPOSE_NO_BUILD="1")
FILE = "FROM %s\nWORKDIR /app\nCOPY src .\nENV A=1\n%sCMD [\"sh\"]\n"


def run(*command):
    begun = time.monotonic()
    done = subprocess.run(command, env=ENV, cwd=BASE, capture_output=True, text=True, timeout=120)
    if done.returncode:
        sys.exit("%s: %d\n%s" % (" ".join(command), done.returncode, done.stderr))
    return (time.monotonic() - begun) * 1000


def row(name, values):
    print("%-46s %8.1f ms (%.1f-%.1f)" % (name, statistics.median(values), min(values), max(values)), flush=True)


def main():
    os.makedirs(BASE + "/context/src")
    for i in range(20):
        with open("%s/context/src/%d" % (BASE, i), "w") as out:
            out.write("x" * 10_000)
    with open(BASE + "/context/Dockerfile", "w") as out:
        out.write(FILE % ("jcompose/shell", "RUN cat /app/* > /all\n"))
    build = (TOP + "/jcompose", "image", "build", "-q", "-t", "figures/build", "context")
    try:
        run(*build)
        row("cached build of six instructions", [run(*build) for _ in range(ROUNDS)])
    finally:
        run(TOP + "/jcompose", "daemon", "stop", "--all")
    if shutil.which("docker") and subprocess.run(["docker", "version"], capture_output=True).returncode == 0:
        # From nothing, so that no base image is needed: without the command, which is cached all the same.
        with open(BASE + "/context/Dockerfile", "w") as out:
            out.write(FILE % ("scratch", "LABEL b=2\n"))
        docker = ("docker", "build", "-q", "-t", "figures/build", "context")
        run(*docker)
        row("docker build, cached, FROM scratch", [run(*docker) for _ in range(ROUNDS)])
    shutil.rmtree(BASE)


main()
