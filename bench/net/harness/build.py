"""Builds the generator and the peers into out/bench/net, and says what is missing."""
import os
import shutil
import subprocess
from pathlib import Path

from machine import OUT, ROOT, start, stop
from peers import SOURCES

DEADLINE = 600
# -O3, since at -O2 this compiler does not vectorise a loop whose length it does not know.
C_FLAGS = ["-std=gnu11", "-O3", "-Wall", "-Wextra", "-Werror", "-pthread"]
ENVIRONMENT = {
    **os.environ, "DOTNET_NOLOGO": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1",
    # No build server stays behind.
    "MSBUILDDISABLENODEREUSE": "1", "DOTNET_CLI_USE_MSBUILD_SERVER": "0",
    "UseSharedCompilation": "false",
    "GOCACHE": str(OUT / "go-cache"), "GO111MODULE": "off", "GOFLAGS": "",
}


def run(*command):
    """Runs a build step; its output is shown only when it fails."""
    words = [str(word) for word in command]
    step = start(words, os.sched_getaffinity(0), env=ENVIRONMENT, text=True,
                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        output, _ = step.communicate(timeout=DEADLINE)
    finally:
        stop(step)
    if step.returncode != 0:
        raise RuntimeError(f"{' '.join(words)} failed:\n{output[-4000:]}")
    return output


def generator():
    """The load generator; everything needs it."""
    sources = sorted((ROOT / "bench" / "net" / "load").glob("*.c"))
    run("gcc", *C_FLAGS, "-o", OUT / "load", *sources)


def c():
    """All C peers."""
    for source in sorted((SOURCES / "c").glob("*.c")):
        run("gcc", *C_FLAGS, "-o", OUT / f"c-{source.stem}", source)


def doorway():
    """The command as anybody gets it: the launcher builds it, once for every checkout."""
    run(ROOT / "doorway", "--version")


def rust():
    """One file, the standard library alone."""
    run("rustc", "--edition", "2021", "-C", "opt-level=3", "-o", OUT / "rust",
        SOURCES / "rust" / "server.rs")


def go():
    """One file, the standard library alone."""
    run("go", "build", "-o", OUT / "go-server", SOURCES / "go" / "server.go")


def java():
    """One class file and its lambda."""
    run("javac", "-Xlint:all", "-Werror", "-d", OUT / "java", SOURCES / "java" / "Server.java")


def dotnet(name):
    """Published as a release; the bare one is compiled ahead of time, as the command is."""
    def publish():
        native = []
        machine = {"x86_64": "linux-x64", "aarch64": "linux-arm64"}.get(os.uname().machine)
        if name == "bare" and machine is not None:
            native = [f"-p:NativeFor={machine}"]
        run("dotnet", "publish", SOURCES / name, "-c", "Release", "-o", OUT / name,
            "--artifacts-path", OUT / "artifacts" / name, "-p:RestoreLockedMode=true", *native)
    return publish


STEPS = {"c": c, "doorway": doorway, "rust": rust, "go": go, "java": java,
         **{name: dotnet(name) for name in ("socket-async", "kestrel", "bare", "library")}}


def missing(peers):
    """The rows that can't be built here, each with the packages to install."""
    lacking = {}
    for peer in peers:
        packages = {package for program, package in peer.tools if shutil.which(program) is None}
        if packages:
            lacking[peer.name] = " ".join(sorted(packages))
    return lacking


def install(lacking):
    """Installs what is missing with apt-get."""
    packages = sorted({package for names in lacking.values() for package in names.split()})
    become_root = [] if os.geteuid() == 0 else ["sudo"]
    subprocess.run([*become_root, "apt-get", "install", "-y", "-q", "--no-install-recommends",
                    *packages], check=True, timeout=DEADLINE)


def build(peers, say):
    """Builds what these rows need and returns those that could be built."""
    OUT.mkdir(parents=True, exist_ok=True)
    say("building the generator")
    generator()
    failed = {}
    for step in dict.fromkeys(peer.build for peer in peers if peer.build):
        say(f"building {step}")
        try:
            STEPS[step]()
        except (RuntimeError, OSError, subprocess.TimeoutExpired) as failure:
            failed[step] = str(failure)
            say(f"left out: {step}: {failure}")
    return [peer for peer in peers if peer.build not in failed and _has_option(peer)]


def _has_option(peer):
    return not peer.option or peer.option in run(ROOT / "doorway", "serve", "--help")


def clean_path(path):
    """A path as others may read it: relative to the repository."""
    return os.path.relpath(Path(path), ROOT)
