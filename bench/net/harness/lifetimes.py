"""What is measured on fresh processes: time and memory up to the first answer, and the memory that
idle connections take."""
import subprocess
import time

from machine import (GENERATOR_CORE, OUT, SERVER_CORE, alone, first_answer, free_port, memory,
                     start, stop)
from rounds import READY, Failure

SETTLE = 0.3        # seconds until memory is read
HOLD = 60           # seconds for all idle connections to be made
LEAST_STARTS = 11


def measure_start(scenario, peers, plan, say):
    """Seconds from the start of a process to its first right answer; then its memory at rest."""
    results = {peer.name: [] for peer in peers}
    rounds = max(plan.rounds, LEAST_STARTS)
    for turn in range(rounds):
        shift = turn % len(peers)
        with alone(plan.lock):
            for peer in peers[shift:] + peers[:shift]:
                results[peer.name].append(_start_once(peer, scenario.transport))
        say(f"{scenario.name}: round {turn + 1} of {rounds}")
    return results


def _start_once(peer, transport):
    port = free_port()
    began = time.monotonic()
    process = start(peer.argv(transport, port), {SERVER_CORE})
    try:
        taken = first_answer(transport, port, process, READY) - began
        time.sleep(SETTLE)
        return {"start_seconds": taken, "memory": memory(process.pid)}
    except RuntimeError as failure:
        return {"failure": str(failure)}
    finally:
        stop(process)


def measure_idle(_, peers, plan, say):
    """Bytes for each idle connection that has asked once: resident, and managed where told."""
    results = {peer.name: [] for peer in peers}
    rounds = min(plan.rounds, 3)
    for turn in range(rounds):
        with alone(plan.lock):
            for peer in peers:
                results[peer.name].append(_idle_once(peer, plan.idle_connections))
        say(f"idle: round {turn + 1} of {rounds}")
    return results


def _idle_once(peer, count):
    port = free_port()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True} \
        if peer.tells_memory else {}
    process = start(_with_room(peer, port, count), {SERVER_CORE}, **pipes)
    try:
        first_answer("tcp", port, process, READY)
        # A few connections first: what is made once is not counted for each.
        _stop_holding(_hold(port, min(count, 64)))
        time.sleep(SETTLE)
        before = memory(process.pid), _managed(peer, process)
        holder = _hold(port, count)
        time.sleep(SETTLE)
        after = memory(process.pid), _managed(peer, process)
        _stop_holding(holder)
        managed = None if before[1] is None else (after[1] - before[1]) / count
        return {"connections": count, "memory": before[0],
                "idle_bytes": (after[0] - before[0]) / count, "idle_managed_bytes": managed}
    except (RuntimeError, Failure) as failure:
        return {"failure": str(failure)}
    finally:
        stop(process)


# The command keeps connections below a limit, of which those idle longest are closed near it.
def _with_room(peer, port, count):
    words = peer.argv("tcp", port)
    if peer.build == "doorway":
        words[2:2] = ["--max-connections", str(count + count // 4 + 100)]
    return words


def _managed(peer, process):
    if not peer.tells_memory:
        return None
    process.stdin.write("\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def _hold(port, count):
    command = [str(OUT / "load"), "idle", "--port", str(port), "--connections", str(count)]
    holder = start(command, {GENERATOR_CORE}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                   stderr=subprocess.PIPE, text=True)
    watchdog = start(["sleep", str(HOLD)], {GENERATOR_CORE})
    try:
        line = holder.stdout.readline()
    finally:
        stop(watchdog)
    if line != "ready\n":
        errors = holder.stderr.read().strip().removeprefix("load: ")
        stop(holder)
        raise Failure(errors or "the connections could not be made")
    return holder


def _stop_holding(holder):
    holder.stdin.close()
    try:
        holder.wait(10)
    except subprocess.TimeoutExpired:
        pass
    stop(holder)
