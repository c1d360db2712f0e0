#!/usr/bin/env python3
"""Prints the product's figures, as `name: median (min-max)`, with the bar that each is held to, and Docker's beside them.

Needs root and a built checkout. Runs jcompose with directories of its own; where docker, dockerd and docker-compose are
installed, an engine of its own, too, in a network namespace of its own, so that nothing of it is left. Each round brings
100 services up and down; kills are first crashes, of containers that ran for more than ten seconds on an idle daemon.
usage: orchestrator/src/bench/figures.py [--json] [rounds]: with --json, a last line of JSON has all figures
"""
import contextlib
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.path.join(HERE, "..", "..", ".."))
JSON = "--json" in sys.argv
NUMBERS = [argument for argument in sys.argv[1:] if argument.isdigit()]
ROUNDS = int(NUMBERS[0]) if NUMBERS else 5
DOCKER_ROUNDS = min(ROUNDS, 2)  # one takes half a minute
BASE = tempfile.mkdtemp(prefix="jcompose-figures")
ENV = dict(os.environ, JCOMPOSE_ROOT=BASE + "/root", JCOMPOSE_RUN=BASE + "/run", JCOMPOSE_NO_BUILD="1",
           COMPOSE_PARALLEL_LIMIT="256", COMPOSE_HTTP_TIMEOUT="120")
SAY = "date +%s%N; exec sleep 1000"
KILLS = 5
LONG_RUN = 11
FOUND = {}


class Failed(Exception):
    """A command did not do what it was to do."""


def run(*command, check=True):
    done = subprocess.run(command, env=ENV, cwd=BASE, capture_output=True, text=True, timeout=180)
    if check and done.returncode:
        raise Failed("%s: %d\n%s" % (" ".join(command), done.returncode, done.stderr[-2000:]))
    return done.stdout


def jcompose(*arguments):
    return run(TOP + "/jcompose", *arguments)


def row(name, values, unit, bar=None):
    median = statistics.median(values)
    FOUND[name] = {"median": round(median, 3), "min": round(min(values), 3), "max": round(max(values), 3), "unit": unit,
                   "rounds": len(values), **({"bar": bar} if bar else {})}
    held = "" if bar is None else "  bar %g: %s" % (bar, "held" if median < bar else "MISSED")
    print("%-52s %9.2f %-3s (%.2f-%.2f)%s" % (name, median, unit, min(values), max(values), held), flush=True)


def timed(*command):
    begun = time.monotonic()
    run(*command)
    return time.monotonic() - begun


def write(name, services, more="", command='["sleep", "100000"]', links=lambda n: ""):
    with open("%s/%s.yml" % (BASE, name), "w") as out:
        out.write('version: "3.8"\nservices:\n')
        for n in range(services):
            out.write("  s%d:\n    image: jcompose/shell\n    command: %s\n%s%s" % (n, command, more, links(n)))
    return ["-f", "%s/%s.yml" % (BASE, name), "-p", name]


def files():
    write("single", 1, command='[sh, -c, "%s"]' % SAY)
    write("many", 100)
    probe = "    healthcheck: {test: [CMD, \"true\"], interval: 100ms, timeout: 5s, retries: 3}\n"
    write("chain", 10, more=probe,
          links=lambda n: "    depends_on: {s%d: {condition: service_healthy}}\n" % (n - 1) if n else "")
    write("crash", KILLS, more="    restart: always\n", command='[sh, -c, "%s"]' % SAY)


def words(name):
    return ["-f", "%s/%s.yml" % (BASE, name), "-p", name]


def many(label, program, rounds, bars):
    times = {"up -d of 100 services": [], "up -d again, nothing to do": [], "down -t 0 of 100 services": []}
    up, again, down = times.values()
    for _ in range(rounds):
        up.append(timed(*program, *words("many"), "up", "-d"))
        again.extend(timed(*program, *words("many"), "up", "-d") for _ in range(2))
        down.append(timed(*program, *words("many"), "down", "-t", "0"))
    for (what, values), bar in zip(times.items(), bars):
        row("%s: %s" % (label, what), values, "s", bar)


def chain(label, program, rounds, bar):
    times = []
    for _ in range(rounds):
        times.append(timed(*program, *words("chain"), "up", "-d"))
        run(*program, *words("chain"), "down", "-t", "0")
    row("%s: chain of 10, healthy, probes of 100 ms" % label, times, "s", bar)


def crash(label, program, pids, logs, bar):
    """From kill(2) to the first word of the new process, which says when that is; nothing else is asked meanwhile."""
    run(*program, *words("crash"), "up", "-d")
    time.sleep(LONG_RUN)
    times = []
    for name, pid in pids():
        killed = time.time_ns()
        os.kill(pid, signal.SIGKILL)
        time.sleep(2)
        said = [int(line) for line in logs(name).split() if re.fullmatch(r"\d{19}", line)]
        times.append((said[-1] - killed) / 1e6)
    run(*program, *words("crash"), "down", "-t", "0")
    row("%s: kill -9 to running again" % label, times, "ms", bar)


def api(path):
    return json.loads(run("curl", "-s", "--unix-socket", BASE + "/run/jcompose.sock", "http://x/jcompose/v1" + path))


def nanoseconds(stamp):
    whole, _, fraction = stamp.rstrip("Z").partition(".")
    seconds = datetime.strptime(whole + "+0000", "%Y-%m-%dT%H:%M:%S%z").timestamp()
    return int(seconds) * 10**9 + int((fraction + "000000000")[:9])


def first_byte():
    """From the decision to create a container to its first word: sandbox, veth, address, launch, command."""
    times = []
    for _ in range(ROUNDS):
        jcompose(*words("single"), "up", "-d", "--force-recreate")
        time.sleep(0.2)
        created = nanoseconds(api("/projects/single")["containers"][0]["created"])
        said = jcompose(*words("single"), "logs", "--no-log-prefix").split()[-1]
        times.append((int(said) - created) / 1e6)
    row("jcompose: container created to first byte", times, "ms", 10)


def ps():
    times = [timed(TOP + "/jcompose", *words("single"), "ps") * 1000 for _ in range(ROUNDS + 2)]
    row("jcompose: ps", times[2:], "ms", 170)


def memory():
    pid = api("/version")["pid"]
    with open("/proc/%d/smaps_rollup" % pid) as rollup:
        row("jcompose: PSS of the daemon, 100 containers",
            [int(re.search(r"^Pss:\s+(\d+)", rollup.read(), re.M).group(1)) / 1024], "MiB")


def planning():
    out = run(sys.executable, HERE + "/planning.py", "3", "10000")
    for line in out.splitlines():
        found = re.match(r"10,000 services: whole plan +([\d.]+) ms +\(([\d.]+)-([\d.]+)\)", line)
        if found:
            row("jcompose: whole plan of 10,000 services", [float(number) / 1000 for number in found.groups()], "s", 1)


def ours():
    jcompose(*words("single"), "up", "-d")
    wait_for_archive()
    first_byte()
    ps()
    jcompose(*words("single"), "down", "-t", "0")
    program = [TOP + "/jcompose"]
    many("jcompose", program, ROUNDS, (2, 0.4, 2))
    chain("jcompose", program, ROUNDS, 2)
    crash("jcompose", program,
          lambda: [(one["service"], one["pid"]) for one in api("/projects/crash")["containers"]],
          lambda name: jcompose(*words("crash"), "logs", "--no-log-prefix", name), 50)
    jcompose(*words("many"), "up", "-d")
    memory()
    jcompose(*words("many"), "down", "-t", "0")


def wait_for_archive():
    """The first command has an archive of classes made in the background."""
    until = time.monotonic() + 60
    lib = TOP + "/orchestrator/target/lib"
    while time.monotonic() < until and any(name.endswith(".lock") for name in os.listdir(lib)):
        time.sleep(0.5)


@contextlib.contextmanager
def docker():
    """An engine started here, alone in a network namespace: its bridges and rules vanish with it; None where there is none."""
    if not all(map(shutil.which, ("docker", "dockerd", "docker-compose", "unshare"))):
        print("docker: docker, dockerd or docker-compose is not installed, so nothing to compare with")
        yield None
        return
    ENV["DOCKER_HOST"] = "unix://%s/docker.sock" % BASE
    places = ["--data-root", BASE + "/docker", "--exec-root", BASE + "/docker-run", "--pidfile", BASE + "/docker.pid"]
    with open(BASE + "/dockerd.log", "w") as log:
        engine = subprocess.Popen(["unshare", "--net", "dockerd", "-H", ENV["DOCKER_HOST"], *places], stdout=log, stderr=log)
    try:
        until = time.monotonic() + 30
        while engine.poll() is None and not answers() and time.monotonic() < until:
            time.sleep(0.1)
        if not answers():
            print("docker: the engine does not start, so nothing to compare with")
        yield "docker" if answers() else None
    finally:
        containers = subprocess.run(["docker", "ps", "-aq"], env=ENV, capture_output=True, text=True).stdout.split()
        if containers:
            subprocess.run(["docker", "rm", "-f", *containers], env=ENV, capture_output=True)
        engine.terminate()
        engine.wait()
        remove_cgroups()


def answers():
    return subprocess.run(["docker", "info"], env=ENV, capture_output=True).returncode == 0


def remove_cgroups():
    """The empty ones that the engine leaves."""
    for top in os.listdir("/sys/fs/cgroup"):
        for path, _, _ in os.walk("/sys/fs/cgroup/%s/docker" % top, topdown=False):
            with contextlib.suppress(OSError):
                os.rmdir(path)


def peers():
    jcompose("save", "-o", BASE + "/shell.tar", "jcompose/shell")
    with docker() as engine:
        if not engine:
            return
        run("docker", "load", "-i", BASE + "/shell.tar")
        compose = ["docker-compose"]
        for measure in (lambda: many("docker", compose, DOCKER_ROUNDS, (None,) * 3),
                        lambda: chain("docker", compose, DOCKER_ROUNDS, None),
                        lambda: crash("docker", compose, docker_pids, lambda name: run("docker", "logs", name), None)):
            try:
                measure()
            except (Failed, subprocess.TimeoutExpired, IndexError) as e:
                print("docker: %s" % e, flush=True)
                left = run("docker", "ps", "-aq").split()
                run("docker", "rm", "-f", *left, check=False) if left else None
        times = [timed("docker", "run", "--rm", "jcompose/shell", "true") * 1000 for _ in range(ROUNDS)]
        row("docker: run --rm true", times, "ms")


def docker_pids():
    names = run("docker", "ps", "--format", "{{.Names}}").split()
    return [(name, int(run("docker", "inspect", "-f", "{{.State.Pid}}", name))) for name in names]


def stop(*_):
    sys.exit("ended by a signal")


signal.signal(signal.SIGTERM, stop)
try:
    files()
    ours()
    planning()
    peers()
    if JSON:
        print(json.dumps(FOUND))
except (Failed, subprocess.TimeoutExpired) as e:
    sys.exit(str(e))
finally:
    for name in ("single", "many", "chain", "crash"):
        subprocess.run([TOP + "/jcompose", "-p", name, "down", "-t", "0"], env=ENV, capture_output=True, timeout=120)
    subprocess.run([TOP + "/jcompose", "daemon", "stop", "--all"], env=ENV, capture_output=True, timeout=120)
    shutil.rmtree(BASE, ignore_errors=True)
