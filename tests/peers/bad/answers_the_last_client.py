# check: server tcp line
# finds: tcp/clients/mixed-up tcp/flow/slow-reader
"""Line server with one variable for the connection of all its threads."""
import socket
import sys
import threading


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)

connection = None


def serve(mine, lines):
    try:
        for line in lines:
            connection.sendall(upper(line))
    except OSError as error:
        print(error)
    lines.close()
    mine.close()


while True:
    connection, address = server.accept()
    lines = connection.makefile("rb")
    threading.Thread(target=serve, args=(connection, lines), daemon=True).start()
