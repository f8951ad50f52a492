# check: server tcp line
# finds: tcp/address/one-host
"""Line server that listens at 127.0.0.1 alone."""
import socket
import sys
import threading


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(("127.0.0.1", port), backlog=50)


def serve(connection):
    try:
        with connection, connection.makefile("rb") as lines:
            for line in lines:
                connection.sendall(upper(line))
    except OSError as error:
        print(error)


while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
