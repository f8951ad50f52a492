"""Rounds of measurements: in each, every row is measured once, and the order rotates, so that what
changes with time touches all alike. Servers live as long as the rows of their transport last; only
the one that is measured has anything to do."""
import contextlib
import json
import subprocess

from machine import GENERATOR_CORE, OUT, SERVER_CORE, alone, first_answer, free_port, start, stop

READY = 20  # seconds for a server to answer at all
GRACE = 30  # seconds beyond the measured ones until a generator is given up
TAKEN_TOO_MUCH = 0.05  # of a core, by others; such a run is repeated
WARM = 2.0  # seconds of load for what is compiled while it runs


class Failure(Exception):
    """A row that could not be measured, and why."""


class Servers:
    """The servers that are running, one of each row."""

    def __init__(self, say):
        self._say = say
        self._running = {}
        self._broken = {}

    def get(self, peer, transport):
        """The process and port of a row, started when it isn't there yet."""
        key = (peer.name, transport)
        if key in self._broken:
            raise Failure(self._broken[key])
        process, port = self._running.get(key, (None, 0))
        if process is not None and process.poll() is None:
            return process, port
        port = free_port()
        process = start(peer.argv(transport, port), {SERVER_CORE})
        self._running[key] = process, port
        try:
            first_answer(transport, port, process, READY)
        except RuntimeError as failure:
            self._broken[key] = str(failure)
            raise Failure(str(failure)) from failure
        if peer.warms:
            busy = ("--connections", "8", "--depth", "4") if transport == "tcp" \
                else ("--window", "32")
            generate(transport, port, process, (*busy, "--warmup", str(WARM), "--seconds", "0.1"))
        return process, port

    def stop(self):
        """Ends them all."""
        for process, _ in self._running.values():
            stop(process)
        self._running.clear()


def generate(transport, port, process, options, cores=frozenset({GENERATOR_CORE})):
    """One run of the generator; what it has counted."""
    command = [str(OUT / "load"), transport, "--port", str(port), "--pid", str(process.pid),
               *options]
    return finish(launch(command, cores))


def launch(command, cores):
    """Starts a generator whose output is read later."""
    return start(command, cores, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(generator):
    """Waits for a generator and reads its line."""
    try:
        output, errors = generator.communicate(timeout=GRACE)
    except subprocess.TimeoutExpired as late:
        raise Failure("the generator did not finish") from late
    finally:
        stop(generator)
    if generator.returncode != 0:
        raise Failure(errors.strip().removeprefix("load: ") or f"exit {generator.returncode}")
    return json.loads(output)


@contextlib.contextmanager
def competitor():
    """A process that wants all of the server's core."""
    burning = start(["sh", "-c", "while :; do :; done"], {SERVER_CORE})
    try:
        yield
    finally:
        stop(burning)


def measure(scenario, peers, servers, plan, say):
    """All rounds of one scenario: for each row a list with a result, or a failure, a round."""
    results = {peer.name: [] for peer in peers}
    options = (*scenario.load, "--warmup", str(plan.warmup), "--seconds", str(plan.seconds))
    for turn in range(plan.rounds):
        shift = turn % len(peers)
        with alone(plan.lock):
            for peer in peers[shift:] + peers[:shift]:
                results[peer.name].append(
                    _measure_one(scenario, peer, servers, options, plan))
        say(f"{scenario.name}: round {turn + 1} of {plan.rounds}")
    return results


def _undisturbed(scenario, port, process, options, retries):
    """A run in which nobody else needed the cores, or the last of several."""
    for retry in range(retries + 1):
        result = generate(scenario.transport, port, process, options)
        result["retries"] = retry
        taken = result["stolen_cpu"] + (result["other_cpu"] if scenario.kind == "load" else 0)
        if taken <= TAKEN_TOO_MUCH * result["seconds"]:
            break
    return result


def _measure_one(scenario, peer, servers, options, plan):
    try:
        process, port = servers.get(peer, scenario.transport)
        with competitor() if scenario.kind == "contended" else contextlib.nullcontext():
            result = _undisturbed(scenario, port, process, options, plan.retries)
        if process.poll() is not None:
            raise Failure(f"the server ended with {process.returncode}")
        return result
    except Failure as failure:
        return {"failure": str(failure)}
