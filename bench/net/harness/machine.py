"""Processes on chosen cores that cannot outlive this one, free ports, and what /proc says."""
import contextlib
import ctypes
import fcntl
import os
import platform
import resource
import signal
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
OUT = ROOT / "out" / "bench" / "net"
SERVER_CORE, GENERATOR_CORE = 0, 1
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def raise_open_file_limit(wanted=65_536):
    """Raises the open-file limit as far as allowed and returns it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limit in ((wanted, max(wanted, hard)), (min(wanted, hard), hard)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, limit)
            return limit[0]
    return soft


def start(command, cores, **options):
    """Starts a command on these cores, in a process group that dies with this process."""
    def prepare():
        os.sched_setaffinity(0, cores)
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("stdout", subprocess.DEVNULL)
    options.setdefault("stderr", subprocess.DEVNULL)
    return subprocess.Popen(command, start_new_session=True, preexec_fn=prepare, **options)


def stop(process):
    """Ends a process and those it has started, and waits until it is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        if process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(5)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()


def free_port():
    """A port that nobody has, for TCP and UDP alike."""
    while True:
        with socket.socket() as stream, \
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
            stream.bind(("127.0.0.1", 0))
            port = stream.getsockname()[1]
            with contextlib.suppress(OSError):
                datagrams.bind(("127.0.0.1", port))
                return port


def first_answer(transport, port, process, deadline):
    """Asks until a right answer comes, and returns when it did (time.monotonic())."""
    end = time.monotonic() + deadline
    kind = socket.SOCK_STREAM if transport == "tcp" else socket.SOCK_DGRAM
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with socket.socket(socket.AF_INET, kind) as client:
            client.settimeout(0.005 if transport == "udp" else 2)
            try:
                client.connect(("127.0.0.1", port))
                client.send(b"are you there?")
                if client.recv(64) == b"ARE YOU THERE?":
                    return time.monotonic()
            except OSError:
                time.sleep(0.0003)
    raise RuntimeError(f"no answer within {deadline} s")


def memory(process_id):
    """The resident memory of a process and its children, in bytes."""
    total = 0
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1]) * 1024
        children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text()
        total += sum(memory(int(child)) for child in children.split())
    return total


def thread_times(process_id):
    """Seconds of CPU that each thread of a process has used."""
    times = {}
    for task in Path(f"/proc/{process_id}/task").iterdir():
        with contextlib.suppress(OSError):
            times[task.name] = int((task / "schedstat").read_text().split()[0]) / 1e9
    return times


@contextlib.contextmanager
def alone(lock):
    """Holds a lock file, where several who measure share the machine; None for no lock."""
    if lock is None:
        yield
        return
    with open(lock, "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def description():
    """What the numbers depend on."""
    cpu = next((line.split(":")[1].strip() for line in
                Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")),
               platform.machine())
    return {"cpu": cpu, "cores": os.cpu_count(), "kernel": platform.release(),
            "system": platform.freedesktop_os_release().get("PRETTY_NAME", "")}
