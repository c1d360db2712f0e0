#!/usr/bin/env python3
"""Prints how fast images come from a registry on loopback, in MB/s of compressed bytes, beside skopeo and Docker.

Needs root, a built checkout and Debian's docker-registry; skopeo and Docker's engine are measured when they are there.
Runs jcompose with directories of its own. Docker and we unpack what comes; skopeo only copies it.
usage: orchestrator/src/bench/pull.py [megabytes [rounds]]
"""
import hashlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
MEGABYTES = int(sys.argv[1]) if len(sys.argv) > 1 else 300
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
LAYERS = 3
BASE = tempfile.mkdtemp(prefix="jcompose-pull")
ENV = dict(os.environ, JCOMPOSE_ROOT=BASE + "/root", JCOMPOSE_RUN=BASE + "/run", JCOMPOSE_NO_BUILD="1")


def run(*command):
    done = subprocess.run(command, env=ENV, cwd=BASE, capture_output=True, text=True, timeout=600)
    if done.returncode:
        sys.exit("%s: %d\n%s" % (" ".join(command), done.returncode, done.stderr))
    return done.stdout


def jcompose(*arguments):
    return run(TOP + "/jcompose", *arguments)


def fill(path, megabytes, seed):
    """Half of it noise and half of it text: about what programs compress to."""
    noise = hashlib.shake_256(str(seed).encode()).digest(512 << 10)
    with open(path, "wb") as out:
        for i in range(megabytes):
            out.write(bytes(b ^ (i & 255) for b in noise[:4096]) + noise[4096:])
            out.write((b"line %d of a text that is long\n" % i) * (512 << 10 >> 5))


def registry(port):
    with open(BASE + "/registry.yml", "w") as out:
        out.write("version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\n"
                  "storage: {filesystem: {rootdirectory: %s/data}}\nhttp: {addr: '127.0.0.1:%d'}\n" % (BASE, port))
    process = subprocess.Popen(["docker-registry", "serve", BASE + "/registry.yml"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.05)
    sys.exit("docker-registry does not listen")


def compressed():
    """Bytes of all blobs of the registry."""
    total = 0
    for directory, _, files in os.walk(BASE + "/data"):
        total += sum(os.path.getsize(os.path.join(directory, f)) for f in files if f == "data")
    return total


def measure(name, size, forget, fetch):
    rates, seconds = [], []
    for _ in range(ROUNDS):
        forget()
        begun = time.monotonic()
        fetch()
        seconds.append(time.monotonic() - begun)
        rates.append(size / 1e6 / seconds[-1])
    print("%-28s %7.1f MB/s  %6.2f s  (%.2f-%.2f s)" % (
        name, statistics.median(rates), statistics.median(seconds), min(seconds), max(seconds)), flush=True)


def peak():
    """The daemon's highest resident size in MB."""
    pid = [word for word in jcompose("daemon", "status").replace(",", " ").split() if word.isdigit()][0]
    with open("/proc/%s/status" % pid) as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1000


def main():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = registry(port)
    image = "127.0.0.1:%d/bench/app:1" % port
    try:
        paths = []
        for i in range(LAYERS):
            paths.append("%s/file%d" % (BASE, i))
            fill(paths[-1], MEGABYTES // LAYERS, i)
        jcompose("image", "from-host", "--name", image, *paths)
        begun = time.monotonic()
        jcompose("image", "push", "-q", image)
        size = compressed()
        print("%d MB of files, %.0f MB compressed; pushed in %.2f s" % (
            MEGABYTES, size / 1e6, time.monotonic() - begun), flush=True)
        measure("jcompose image pull", size, lambda: forget(image), lambda: jcompose("image", "pull", "-q", image))
        print("%-28s %7.1f MB" % ("daemon's highest RSS", peak()), flush=True)
        others(image, size)
    finally:
        jcompose("daemon", "stop", "--all")
        server.terminate()
        server.wait()
        shutil.rmtree(BASE)


def forget(image):
    if image in jcompose("image", "ls", "--format", "json"):
        jcompose("image", "rm", image)


def others(image, size):
    if shutil.which("skopeo"):
        copy = BASE + "/copy"
        measure("skopeo copy to dir", size, lambda: shutil.rmtree(copy, True), lambda: run(
            "skopeo", "copy", "-q", "--insecure-policy", "--src-tls-verify=false", "docker://" + image, "dir:" + copy))
    engine = shutil.which("docker") and subprocess.run(
        ["docker", "version", "--format", "{{.Server.Version}}"], capture_output=True).returncode == 0
    if engine:
        measure("docker pull", size, lambda: subprocess.run(["docker", "rmi", image], capture_output=True),
                lambda: run("docker", "pull", "-q", image))
        run("docker", "rmi", image)


main()
