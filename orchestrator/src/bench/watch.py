#!/usr/bin/env python3
"""Prints how long a saved file takes until a container has it, through `watch`: from the write to a read of it.

Needs root and a built checkout; not under a real-time priority, which cgroups of containers refuse. Runs jcompose with
directories of its own. 100 ms of each figure are the quiet that ends a burst of changes.
usage: orchestrator/src/bench/watch.py [rounds]
"""
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 40
MANY = 1000
BASE = tempfile.mkdtemp(prefix="jcompose-watch")
ENV = dict(os.environ, JCOMPOSE_ROOT=BASE + "/root", JCOMPOSE_RUN=BASE + "/run", JCOMPOSE_NO_BUILD="1")
# What the container has is seen through a directory that is mounted in it: it is written to as the container sees it.
STACK = """
services:
  web:
    image: jcompose/shell
    command: sleep 100000
    init: true
    volumes: ["./seen:/seen"]
    develop: {watch: [{path: src, action: sync, target: /seen}]}
"""


def run(*command):
    done = subprocess.run(command, env=ENV, cwd=BASE, capture_output=True, text=True, timeout=120)
    if done.returncode:
        sys.exit("%s: %d\n%s" % (" ".join(command), done.returncode, done.stderr))


def row(name, values):
    print("%-46s %8.1f ms (worst %.1f)" % (name, statistics.median(values), max(values)), flush=True)


def until(there):
    end = time.monotonic() + 60
    while not there():
        if time.monotonic() > end:
            sys.exit("nothing came within a minute\n" + content(BASE + "/log"))
        time.sleep(0.0005)


def content(path):
    try:
        with open(path) as file:
            return file.read()
    except FileNotFoundError:
        return ""


def saved(name, text):
    """Milliseconds until the container has what is saved by rename, as editors do it."""
    with open(BASE + "/src/.tmp~", "w") as out:
        out.write(text)
    begun = time.monotonic()
    os.rename(BASE + "/src/.tmp~", BASE + "/src/" + name)
    until(lambda: content(BASE + "/seen/" + name) == text)
    return (time.monotonic() - begun) * 1000


def many(round_number):
    begun = time.monotonic()
    for i in range(MANY):
        with open("%s/src/many%d" % (BASE, i), "w") as out:
            out.write("x%d" % round_number)
    until(lambda: all(content("%s/seen/many%d" % (BASE, i)) == "x%d" % round_number for i in range(MANY - 1, -1, -1)))
    return (time.monotonic() - begun) * 1000


def main():
    os.makedirs(BASE + "/src")
    os.makedirs(BASE + "/seen")
    with open(BASE + "/compose.yaml", "w") as out:
        out.write(STACK)
    jcompose = TOP + "/jcompose"
    with open(BASE + "/log", "w") as log:
        watch = subprocess.Popen([jcompose, "-p", "figures", "watch"], env=ENV, cwd=BASE, stdout=log, stderr=log)
    try:
        until(lambda: "Watch enabled" in content(BASE + "/log"))
        row("a saved file of 1 kB is in the container", [saved("one", "%1000d" % i) for i in range(ROUNDS)])
        row("%d written files are" % MANY, [many(i) for i in range(max(3, ROUNDS // 8))])
    finally:
        watch.send_signal(signal.SIGINT)
        watch.wait(30)
        run(jcompose, "-p", "figures", "down", "-v", "-t", "0")
        run(jcompose, "daemon", "stop", "--all")
    shutil.rmtree(BASE)


main()
