"""Does a server with two cores do twice the work? On a machine with two cores the generators need
some of them themselves. So they are the same in both cases, one on each core with 32 connections,
and only the server's cores differ: core 0, or both. Either way it shares each of its cores with one
generator, and half of its connections come from the same core and half from the other.

What n cores do for the server is n divided by its own CPU time for a reply, which leaves the
generators' cost out; so the gain is 2 * (time with one core) / (time with two). It is 2 when two
loops disturb each other in nothing, and falls with every lock they share and cache line they pass
to and fro. That more than one loop did work is shown by the busiest thread's share of the CPU time:
near one half is even, near one is a single loop. Beside it stands the plain gain in replies/s,
which the generators' cost holds down: on two cores they and the server are at the limit."""
from machine import (GENERATOR_CORE, OUT, SERVER_CORE, alone, first_answer, free_port, start, stop,
                     thread_times)
from rounds import READY, WARM, Failure, finish, generate, launch

ROWS = ("c-epoll", "doorway", "doorway-blocking", "doorway-portable", "rust", "go", "socket-async",
        "kestrel")


def measure_scale(scenario, peers, plan, say):
    """For each row and round: replies for each second of the server's CPU, one core and two."""
    chosen = [peer for peer in peers if peer.name in ROWS]
    results = {peer.name: [] for peer in chosen}
    for turn in range(plan.rounds):
        shift = turn % len(chosen)
        with alone(plan.lock):
            for peer in chosen[shift:] + chosen[:shift]:
                results[peer.name].append(_both(scenario, peer, plan))
        say(f"scale: round {turn + 1} of {plan.rounds}")
    return results


def _both(scenario, peer, plan):
    try:
        one = _once(scenario, peer, plan, {SERVER_CORE})
        two = _once(scenario, peer, plan, {SERVER_CORE, GENERATOR_CORE})
    except (RuntimeError, Failure) as failure:
        return {"failure": str(failure)}
    return {
        "replies_per_cpu_second_one": one["per_cpu"], "replies_per_cpu_second_two": two["per_cpu"],
        "gain": 2 * two["per_cpu"] / one["per_cpu"],
        "gain_in_replies": two["rate"] / one["rate"], "busiest_thread": two["busiest"],
        "server_cores_two": two["cores"],
        "replies_per_second_one": one["rate"], "replies_per_second_two": two["rate"],
    }


def _once(scenario, peer, plan, cores):
    port = free_port()
    process = start(peer.argv("tcp", port, len(cores)), cores)
    try:
        first_answer("tcp", port, process, READY)
        if peer.warms:
            generate("tcp", port, process, ("--connections", "8", "--depth", "4", "--warmup",
                                            str(WARM), "--seconds", "0.1"))
        before = thread_times(process.pid)
        command = [str(OUT / "load"), "tcp", "--port", str(port), "--pid", str(process.pid),
                   *scenario.load, "--warmup", str(plan.warmup), "--seconds", str(plan.seconds)]
        generators = [launch(command, {core}) for core in (SERVER_CORE, GENERATOR_CORE)]
        runs = [finish(generator) for generator in generators]
        after = thread_times(process.pid)
    finally:
        stop(process)
    used = sorted((after[name] - before.get(name, 0) for name in after), reverse=True)
    replies = sum(run["replies"] for run in runs)
    # Both generators read the same server over the same time, give or take a millisecond.
    cpu = sum(run["server_cpu"] for run in runs) / len(runs)
    # A thread for each connection has ended with it, and can't be asked any more.
    lives = sum(used) > 0.9 * cpu
    return {"per_cpu": replies / cpu, "busiest": used[0] / sum(used) if lives else None,
            "cores": cpu / runs[0]["seconds"], "rate": replies / runs[0]["seconds"]}
