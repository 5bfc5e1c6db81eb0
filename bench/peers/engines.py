"""The engines of bench/peers: how each is built and served, and what a pass of one answers.

An engine is a process that follows the protocol in workload.h. A pass file holds, for each query of
the log, four 64-bit integers: nanoseconds (-1: the engine has no such query), total, a hash of the
order and a hash of the facet counts.
"""

import glob
import json
import os
import struct
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BIN = os.path.join(ROOT, "build/release/bin")
LUCENE_JAR = "/usr/share/java/lucene-core-8.7.0.jar"  # the package 8.8.1 names its jars so
JAVA_CLASSES = os.path.join(ROOT, "build/release/lucene")


def java(program, heap, properties=()):
    return ["java", f"-Xmx{heap}", "-XX:+UseParallelGC", *properties, "-cp",
            f"{LUCENE_JAR}:{JAVA_CLASSES}", program]


class Engine:
    """name; packages it needs; commands that take WORKLOAD INDEX; files they are made from."""

    def __init__(self, name, packages, build, serve, sources):
        self.name, self.packages = name, packages
        self.build, self.serve, self.sources = build, serve, sources


def native(name, packages):
    program = os.path.join(BIN, f"souk-bench-{name}")
    return Engine(name, packages, [program, "build"], [program, "serve"],
                  [os.path.join(HERE, f"{name}.cpp")])


def lucene(name, *properties):
    return Engine(name, ["liblucene8-java", "default-jdk-headless"],
                  java("Build", "4g", properties), java("Serve", "512m", properties),
                  [os.path.join(HERE, "lucene/Build.java")])


ENGINES = {engine.name: engine for engine in [
    Engine("souk", [], None, [os.path.join(BIN, "souk-bench-souk"), "serve"],
           [os.path.join(BIN, "souk-indexer")]),
    lucene("lucene"),
    lucene("lucene-dv", "-Dcards=docvalues"),
    native("groonga", ["libgroonga-dev"]),
    native("sphinx", ["sphinxsearch"]),
    native("fts5", ["libsqlite3-dev"]),
    native("xapian", []),
]}


def compile_java():
    os.makedirs(JAVA_CLASSES, exist_ok=True)
    subprocess.run(["javac", "-d", JAVA_CLASSES, "-cp", LUCENE_JAR,
                    *glob.glob(os.path.join(HERE, "lucene/*.java"))], check=True)


def files_of(index):
    return [os.path.join(dir, file) for dir, _, files in os.walk(index) for file in files]


def timed(command):
    """Runs a command: seconds, and the peak of resident bytes (of one process)."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=sys.stderr)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return time.monotonic() - start, usage.ru_maxrss * 1024


def newest(files):
    return max((os.path.getmtime(file) for file in files if os.path.exists(file)), default=0)


def built(engine, index, inputs, command):
    """Builds an index where it is missing or older than what it is made from; its figures."""
    figures = index + ".json"
    if newest([figures]) <= newest(inputs + engine.sources):
        print(f"==> {engine.name}: building", file=sys.stderr)
        subprocess.run(["rm", "-rf", index], check=True)
        os.makedirs(index)
        seconds, peak = timed(command)
        size = sum(os.path.getsize(file) for file in files_of(index))
        with open(figures, "w") as out:
            json.dump({"build_s": seconds, "build_peak_bytes": peak, "index_bytes": size}, out)
    with open(figures) as file:
        return json.load(file)


class Server:
    """An engine that runs. Its index is out of the page cache when it starts."""

    def __init__(self, engine, workload, index, passes):
        self.name, self.passes = engine.name, passes
        os.sync()
        for path in files_of(index):
            with open(path, "rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        self.process = subprocess.Popen([*engine.serve, workload, index], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.expect("ready")

    def expect(self, word):
        line = self.process.stdout.readline().strip()
        if line != word:
            sys.exit(f"{self.name}: said {line!r}, not {word!r}")

    def run(self, mode):
        path = os.path.join(self.passes, f"{self.name}.pass")
        self.process.stdin.write(f"{mode} {path}\n")
        self.process.stdin.flush()
        self.expect("done")
        with open(path, "rb") as file:
            return list(struct.iter_unpack("<qqQQ", file.read()))

    def resident(self):
        """Resident bytes, of which anonymous, of the process and its children."""
        pids = [self.process.pid]
        children = f"/proc/{pids[0]}/task/{pids[0]}/children"
        with open(children) as file:
            pids += [int(pid) for pid in file.read().split()]
        sizes = {"Rss": 0, "Anonymous": 0}
        for pid in pids:
            with open(f"/proc/{pid}/smaps_rollup") as file:
                for line in file:
                    name = line.split(":")[0]
                    if name in sizes:
                        sizes[name] += int(line.split()[1]) * 1024
        return sizes["Rss"], sizes["Anonymous"]

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
