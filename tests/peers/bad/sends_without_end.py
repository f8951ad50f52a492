# check: server tcp line
# finds: tcp/answer/longer
"""Sends its answer again and again."""
import socket
import sys
import threading

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000


def serve(connection):
    with connection, connection.makefile("rb") as lines:
        answer = lines.readline().decode("utf-8", "surrogateescape").upper()
        try:
            while True:
                connection.sendall(answer.encode("utf-8", "surrogateescape"))
        except OSError:
            pass


server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
