"""The servers that are compared: what each needs, and how it is started. A row is one server with
one set of options; rows of one program share a build."""
from dataclasses import dataclass, field

from machine import OUT, ROOT

SOURCES = ROOT / "bench" / "net" / "peers"
TCP, UDP, BOTH = ("tcp",), ("udp",), ("tcp", "udp")
SPIN = "200"  # polls before a C peer that spins blocks


@dataclass(frozen=True)
class Peer:
    """One row. `command` holds {transport}, {port}; `twin` is the C peer that works alike."""
    name: str
    build: str
    transports: tuple
    command: tuple
    tools: tuple = ()       # (program, Debian package) pairs that it needs
    option: str = ""        # an option of `doorway serve` without which the row is left out
    twin: dict = field(default_factory=dict)
    warms: bool = False     # compiled while it runs: needs load before it is measured
    tells_memory: bool = False  # answers a line on standard input with its managed bytes
    two_cores: tuple = ()   # further words of the command when it may use two cores
    most_connections: int = 1_000_000

    def argv(self, transport, port, cores=1):
        """The command that serves a transport on a port."""
        words = self.command + (self.two_cores if cores > 1 else ())
        return [word.format(transport=transport, port=port) for word in words]


def _c(name, program, transports, *options, **more):
    return Peer(name, "c", transports,
                (str(OUT / f"c-{program}"), "--port", "{port}", *options),
                tools=(("gcc", "gcc libc6-dev"),), **more)


def _doorway(name, *options, **more):
    return Peer(name, "doorway", BOTH,
                (str(ROOT / "doorway"), "serve", "--quiet", *options,
                 "{transport}://127.0.0.1:{port}"),
                tools=(("dotnet", "dotnet-sdk-10.0"),), warms=True, **more)


def _dotnet(name, folder, program, *options, transports=BOTH, environment=(), **more):
    return Peer(name, folder, transports,
                (*(("env", *environment) if environment else ()),
                 str(OUT / folder / program), "{transport}", "{port}", *options),
                tools=(("dotnet", "dotnet-sdk-10.0"),), warms=True, **more)


def _pipe(name, *command):
    return Peer(name, "", TCP, command, most_connections=64,
                tools=((name, name), ("stdbuf", "coreutils"), ("tr", "coreutils")))


# stdbuf: tr writes at once instead of when 4 KiB have come together. Neither program can do the job
# over UDP: one starts a process for each datagram, the other serves a single peer.
_FILTER = "stdbuf -o0 tr a-z A-Z"

# A switch of the runtime, off by default: what awaited the socket goes on in the thread that saw
# the event. Faster here, and one that blocks there stops all others.
_INLINE = ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1",)

PEERS = (
    _c("c-epoll", "epoll", TCP, two_cores=("--loops", "2")),
    _c("c-epoll-spin", "epoll", TCP, "--spin", SPIN),
    _c("c-recvmmsg", "recvmmsg", UDP),
    _c("c-recvmmsg-spin", "recvmmsg", UDP, "--spin", SPIN),
    _c("c-recvfrom", "recvfrom", UDP),
    _c("c-gso", "gso", UDP),
    _c("c-gso-spin", "gso", UDP, "--spin", SPIN),
    _doorway("doorway", twin={"tcp": "c-epoll-spin", "udp": "c-gso-spin"}),
    _doorway("doorway-blocking", "--engine", "linux-blocking",
             twin={"tcp": "c-epoll", "udp": "c-gso"}),
    _doorway("doorway-journal", "--calls", twin={"tcp": "c-epoll-spin", "udp": "c-gso-spin"}),
    _doorway("doorway-portable", "--engine", "portable"),
    _dotnet("library", "library", "Library", tells_memory=True),
    _dotnet("library-journal", "library", "Library", "journal", tells_memory=True),
    _dotnet("library-portable", "library", "Library", "portable", tells_memory=True),
    Peer("rust", "rust", BOTH, (str(OUT / "rust"), "{transport}", "{port}"),
         tools=(("rustc", "rustc"),)),
    Peer("go", "go", BOTH, (str(OUT / "go-server"), "{transport}", "{port}"),
         tools=(("go", "golang-go"),)),
    Peer("java", "java", BOTH,
         ("java", "-cp", str(OUT / "java"), "Server", "{transport}", "{port}"),
         tools=(("java", "default-jdk-headless"), ("javac", "default-jdk-headless")), warms=True),
    Peer("node", "", BOTH, ("node", str(SOURCES / "node" / "server.js"), "{transport}", "{port}"),
         tools=(("node", "nodejs"),), warms=True),
    _dotnet("socket-async", "socket-async", "SocketAsync", tells_memory=True),
    _dotnet("socket-async-inline", "socket-async", "SocketAsync", environment=_INLINE,
            tells_memory=True),
    _dotnet("kestrel", "kestrel", "Kestrel", transports=TCP, tells_memory=True),
    _dotnet("kestrel-inline", "kestrel", "Kestrel", "inline", transports=TCP, environment=_INLINE,
            tells_memory=True),
    _dotnet("bare", "bare", "Bare"),
    Peer("python", "", BOTH,
         ("/usr/bin/python3", str(SOURCES / "python" / "server.py"), "{transport}", "{port}"),
         tools=(("/usr/bin/python3", "python3"),)),
    _pipe("socat", "socat", "TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork,nodelay,backlog=512",
          "EXEC:" + _FILTER),
    _pipe("ncat", "ncat", "--listen", "--keep-open", "--max-conns", "512", "--exec",
          "/usr/bin/" + _FILTER.replace("tr ", "/usr/bin/tr "), "127.0.0.1", "{port}"),
)
BY_NAME = {peer.name: peer for peer in PEERS}

# Rows that answer a question of their own and would only lengthen every table.
ASKED_FOR = {"library", "library-journal", "library-portable", "bare", "c-recvmmsg-spin"}


def twins(transport):
    """The C row that works as each row does, where there is one."""
    return {peer.name: peer.twin.get(transport) for peer in PEERS}
