"""What is asked of the servers: names, the generator's options and whom each is compared with."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Scenario:
    """One table. `load` are the generator's options; `kind` says how it is measured."""
    name: str
    transport: str
    about: str
    load: tuple = ()
    kind: str = "load"      # load, contended, idle, start or scale
    connections: int = 1
    unit: str = "replies"   # or bytes, for a stream without messages

    @property
    def reference(self):
        """The row that ratios are taken against."""
        if self.kind == "start":
            return "bare"
        return "c-epoll" if self.transport == "tcp" else "c-recvmmsg"


def _tcp():
    for connections in (1, 64, 512):
        for depth in (1, 16):
            yield Scenario(
                f"tcp-{connections}x{depth}", "tcp",
                f"TCP, {connections} connection{'s' * (connections > 1)}, {depth} message"
                f"{'s' * (depth > 1)} of 64 bytes in flight on each",
                ("--connections", str(connections), "--depth", str(depth)),
                connections=connections)
    yield Scenario("tcp-eager", "tcp",
                   "TCP, one connection, request by request, from a client that never sleeps (its "
                   "own wake-up is not part of the turn)", ("--spin",))
    yield Scenario("tcp-stream", "tcp",
                   "TCP, one connection, as fast as it goes, answers read meanwhile",
                   ("--stream",), unit="bytes")


def _udp():
    for size in (64, 1400):
        for sockets in (1, 16):
            for window in (1, 64, 256):
                for merged in (False, True):
                    if merged and max(1, window // sockets) == 1:
                        continue  # one datagram at a time: nothing to merge
                    in_flight = max(window, sockets)
                    yield Scenario(
                        f"udp-{window}x{sockets}-{size}" + "-gso" * merged, "udp",
                        f"UDP, {in_flight} datagram{'s' * (in_flight > 1)} of {size} bytes in "
                        f"flight over {sockets} socket{'s' * (sockets > 1)}"
                        + (", sent merged (UDP_SEGMENT)" if merged else ""),
                        ("--window", str(window), "--sockets", str(sockets), "--size", str(size))
                        + (("--gso",) if merged else ()))
    for size in (64, 1400):
        yield Scenario(f"udp-256x1-{size}-both", "udp",
                       f"UDP, 256 datagrams of {size} bytes in flight over 1 socket, sent merged "
                       "and received merged (UDP_SEGMENT, UDP_GRO)",
                       ("--window", "256", "--size", str(size), "--gso", "--gro"))
    yield Scenario("udp-eager", "udp",
                   "UDP, one datagram in flight, from a client that never sleeps", ("--spin",))


_COMPETITOR = ("; a competitor takes half of the server's core, so that the generator has room and "
               "replies/s shows the server's cost")


def _contended():
    for name, load, about in (
            ("tcp-64x1", ("--connections", "64"), "TCP, 64 connections, one message in flight"),
            ("tcp-64x16", ("--connections", "64", "--depth", "16"),
             "TCP, 64 connections, 16 messages in flight"),
            ("udp-256x1-64", ("--window", "256"), "UDP, 256 datagrams of 64 bytes in flight"),
            ("udp-256x1-64-gso", ("--window", "256", "--gso"),
             "UDP, 256 datagrams of 64 bytes in flight, sent merged")):
        yield Scenario(f"contended-{name}", name[:3], about + _COMPETITOR, load, "contended",
                       connections=64 if name.startswith("tcp") else 1)


SCENARIOS = (
    *_tcp(), *_udp(), *_contended(),
    Scenario("scale", "tcp", "one core against two; how, is said in harness/scale.py",
             ("--connections", "32", "--depth", "16"), "scale", connections=64),
    Scenario("idle", "tcp", "memory for each idle connection", kind="idle", connections=1_000_000),
    Scenario("start-udp", "udp", "from the start of the process to the first right answer",
             kind="start"),
    Scenario("start-tcp", "tcp", "from the start of the process to the first right answer",
             kind="start"),
)
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
QUICK = ("tcp-1x1", "tcp-64x1", "tcp-64x16", "tcp-stream", "udp-1x1-64", "udp-64x1-64",
         "udp-256x1-1400", "udp-256x1-64-gso", "idle", "start-udp")
