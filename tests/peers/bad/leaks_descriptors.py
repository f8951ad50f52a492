# check: server tcp line
# finds: tcp/end/descriptor-leak
"""Line server that shuts connections down, and never closes them."""
import socket
import sys
import threading


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)

done = []


def serve(connection):
    lines = connection.makefile("rb")
    try:
        for line in lines:
            connection.sendall(upper(line))
        connection.shutdown(socket.SHUT_RDWR)
    except OSError as error:
        print(error)
    done.append((connection, lines))


while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
