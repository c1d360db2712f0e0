#!/usr/bin/env python3
"""Prints how long planning takes, as `name: median (min-max)`: a round in an empty world, the whole plan to its end (what
`plan` does), a round with nothing to do, and one after a container died.

In a JVM with the daemon's switches. 10,000 services are to be planned under 1 s, and 20,000 in twice that. Needs a JDK and
a built checkout.
usage: orchestrator/src/bench/planning.py [rounds [services,... | profile.jfr]]
"""
import glob
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.path.join(HERE, "..", "..", ".."))
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 9
LAST = sys.argv[2] if len(sys.argv) > 2 else ""
PROFILE = LAST if LAST.endswith(".jfr") else ""
BASE = tempfile.mkdtemp(prefix="jcompose-planning")
# The launcher's for the daemon, but for room for what 20,000 services are, and for their load.
DAEMON = ["-Xms8m", "-XX:NewSize=4m", "-XX:MaxNewSize=24m", "-XX:NewRatio=2", "-Xmx512m", "-Xss512k", "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1", "-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=40", "-XX:-UsePerfData"]
PLAIN = """  service-%(n)d:
    image: example.com/team/app-%(image)d
    environment: {LOG_LEVEL: info, WORKERS: "4"}
    restart: always
"""
PUBLISHED = """    ports: ["127.0.0.1:%(port)d:8080"]
    volumes: ["data:/var/lib/app"]
"""
CHAINED = """    healthcheck: {test: [CMD, "true"]}
    depends_on: {%(before)s}
"""


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode:
        sys.exit("%s: %d\n%s%s" % (" ".join(command), done.returncode, done.stdout, done.stderr))
    return done.stdout


def write(services, chain):
    """One file may have 4 MiB, so there are several; in chains of `chain` each waits for the one before."""
    paths = []
    for first in range(0, services, 5000):
        paths.append("%s/%d-%d-%d.yaml" % (BASE, services, chain, first))
        with open(paths[-1], "w") as out:
            out.write("volumes: {data: }\nservices:\n")
            for n in range(first, min(services, first + 5000)):
                before = "service-%d: {condition: service_healthy}" % (n - 1) if n % max(1, chain) else ""
                out.write(PLAIN % {"n": n, "image": n % 10})
                out.write(PUBLISHED % {"port": 1024 + n} if n % 10 == 0 else "")
                out.write(CHAINED % {"before": before} if chain > 1 else "")
    return ",".join(paths)


def measure(label, services, chain=1, projects=1):
    profile = ["-XX:StartFlightRecording=filename=%s,settings=profile" % PROFILE] if PROFILE else []
    out = run("java", *DAEMON, *profile, "-cp", class_path(), "Planning", write(services, chain), str(projects),
              str(ROUNDS), "15" if PROFILE else "0")
    found = {"whole": [], "first": [], "idle": [], "died": []}
    for words in map(str.split, out.splitlines()):
        if words[0] in found:
            found[words[0]].append(int(words[1]) / 1e6)
    found["cold"] = found["whole"][:1]
    for name, words in (("cold", "whole plan, first in a JVM"), ("whole", "whole plan"), ("first", "a first round"),
                        ("idle", "a round, nothing to do"), ("died", "a round, one died")):
        values = found[name]
        print("%-52s %8.1f ms  (%.1f-%.1f)" % ("%s: %s" % (label, words), statistics.median(values), min(values),
                                               max(values)), flush=True)


def class_path():
    if not os.path.isdir(BASE + "/bench"):
        os.mkdir(BASE + "/bench")
        run("javac", "-d", BASE + "/bench", "-cp", TOP + "/orchestrator/target/classes:" + TOP
            + "/orchestrator/target/lib/*", HERE + "/Planning.java")
    classes = [TOP + "/%s/target/classes" % module for module in ("orchestrator", "spec", "runtime", "network")]
    return ":".join([BASE + "/bench"] + classes + glob.glob(TOP + "/orchestrator/target/lib/*.jar"))


signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
try:
    if PROFILE:
        measure("10,000 services in chains of 10", 10000, 10)
    elif LAST:
        for count in map(int, LAST.split(",")):
            measure("{:,} services".format(count), count)
    else:
        for count in (1000, 2000, 5000, 10000, 20000):
            measure("{:,} services".format(count), count)
        for count in (1000, 10000):
            measure("{:,} services in chains of 10".format(count), count, 10)
        measure("a chain of 300 services", 300, 300)
        measure("200 projects of 5 services", 5, 5, 200)
finally:
    shutil.rmtree(BASE, ignore_errors=True)
