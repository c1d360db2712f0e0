#!/usr/bin/env python3
"""Prints how long a Compose file takes to load, as `name: median (min-max)`.

In a fresh JVM with the launcher's switches and an archive of classes: 1,000 services are to take under 1 s, and 10,000 ten
times as much. With a built checkout also `config -q` less `version`, which is what the load of 10 services costs in the
command line, where a second thread makes the loader ready meanwhile: it is to be under 40 ms. Needs a JDK and `mvn -pl spec compile`.
usage: spec/src/bench/load.py [rounds [cpu]]: with cpu, the processor time of the loading thread instead of real time, for
a busy machine
"""
import glob
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.path.join(HERE, "..", "..", ".."))
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 11
CLOCK = 2 if "cpu" in sys.argv else 1
BASE = tempfile.mkdtemp(prefix="jcompose-load")
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"]
SERVICE = """  service-%(n)d:
    image: example.com/team/app-%(n)d:${TAG:-latest}
    command: [serve, --port, "8080"]
    environment:
      DATABASE_URL: postgres://app:secret@db/app
      LOG_LEVEL: ${LOG_LEVEL:-info}
      WORKERS: 4
    labels: ["com.example.tier=backend"]
    ports: ["127.0.0.1:%(port)d:8080"]
    volumes: ["data:/var/lib/app", "./conf/%(n)d:/etc/app:ro"]
    healthcheck: {test: [CMD, curl, -f, "http://localhost:8080/health"], interval: 10s, retries: 5}
    restart: unless-stopped
    depends_on: {%(before)s}
"""


def run(*command, env=None):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=env)
    if done.returncode:
        sys.exit("%s: %d\n%s%s" % (" ".join(command), done.returncode, done.stdout, done.stderr))
    return done.stdout


def row(name, values, unit="ms"):
    print("%-46s %8.1f %s  (%.1f-%.1f)" % (name, statistics.median(values), unit, min(values), max(values)), flush=True)
    return statistics.median(values)


def write(services, first=0):
    """Services are numbered from `first`; those of several files together are one project."""
    path = "%s/compose-%d-%d.yaml" % (BASE, services, first)
    with open(path, "w") as out:
        out.write("name: load\nvolumes: {data: }\nservices:\n")
        for n in range(first, first + services):
            before = "service-%d: {condition: service_healthy}" % (n - 1) if n % 10 else ""
            out.write(SERVICE % {"n": n, "port": 1024 + n, "before": before})
    return path


def class_path():
    """The jars of the module; packed, because only classes of jars go into an archive."""
    repository = os.path.expanduser("~/.m2/repository")
    wanted = ["org/yaml/snakeyaml/2.7/*.jar", "com/fasterxml/jackson/core/jackson-core/2.22.4/*.jar"]
    jars = [jar for pattern in wanted for jar in glob.glob(repository + "/" + pattern)]
    os.mkdir(BASE + "/bench")
    run("javac", "-d", BASE + "/bench", "-cp", TOP + "/spec/target/classes", HERE + "/Load.java")
    run("jar", "cf", BASE + "/spec.jar", "-C", TOP + "/spec/target/classes", ".", "-C", BASE + "/bench", ".")
    return ":".join([BASE + "/spec.jar"] + jars)


def loads(jvm, path, times):
    out = run("java", *QUICK, *jvm, "Load", path, str(times))
    return [int(line.split()[CLOCK]) / 1e6 for line in out.splitlines()]


def in_process():
    path = class_path()
    small = write(10)
    plain = ["-cp", path]
    archive = BASE + "/load.jsa"
    run("java", *QUICK, "-XX:ArchiveClassesAtExit=" + archive, *plain, "Load", small, "1")
    shared = ["-Xshare:on", "-XX:SharedArchiveFile=" + archive] + plain
    row("first load of 10 services, no archive", [loads(plain, small, 1)[0] for _ in range(ROUNDS)])
    row("first load of 10 services, alone in a JVM", [loads(shared, small, 1)[0] for _ in range(ROUNDS)])
    row("100th load of 10 services", [loads(shared, small, 100)[-1] for _ in range(3)])
    thousand = row("first load of 1,000 services (target 1000)", [loads(shared, write(1000), 1)[0] for _ in range(ROUNDS // 2 + 1)])
    # One file may have 4 MiB: ten files, as ten times -f.
    large = ",".join(write(1000, first) for first in range(0, 10000, 1000))
    ten = row("first load of 10,000 services in ten files", [loads(shared, large, 1)[0] for _ in range(3)])
    print("%-46s %8.1f times" % ("10,000 services against 1,000", ten / thousand))


def command_line():
    env = dict(os.environ, JCOMPOSE_NO_BUILD="1")
    if not os.path.exists(TOP + "/orchestrator/target/lib/.built"):
        print("no built command line: run ./jcompose version once for its figure")
        return
    small = write(10)
    times = {"version": [], "config": []}
    for _ in range(ROUNDS + 2):
        for name, arguments in (("version", ["version"]), ("config", ["-f", small, "config", "-q"])):
            begun = time.monotonic()
            run(TOP + "/jcompose", *arguments, env=env)
            times[name].append((time.monotonic() - begun) * 1000)
    row("jcompose version", times["version"][2:])
    row("jcompose config -q, 10 services", times["config"][2:])
    row("the difference, by rounds (target 40)", [c - v for c, v in zip(times["config"][2:], times["version"][2:])])


try:
    in_process()
    command_line()
finally:
    shutil.rmtree(BASE, ignore_errors=True)
