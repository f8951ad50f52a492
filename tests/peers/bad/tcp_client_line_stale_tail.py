# check: client tcp line
# finds: tcp/client/stale-tail
"""Receives into one buffer and forgets how much."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
try:
    connection = socket.create_connection(("localhost", port), timeout=2)
except OSError as error:
    sys.exit(f"no connection: {error}")
answer = bytearray(65536)
for line in sys.stdin:
    connection.sendall(line.encode())
    length = 0
    while length == 0 or answer[length - 1] != 10:
        count = connection.recv_into(memoryview(answer)[length:])
        if count == 0:
            sys.exit("the server closed without an answer")
        length += count
    print(answer.rstrip(b"\0").decode(), end="")
connection.shutdown(socket.SHUT_WR)
connection.close()
