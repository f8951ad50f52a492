# check: server tcp line
# finds: tcp/port/restart
"""Line server that does not set SO_REUSEADDR."""
import socket
import sys
import threading


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.socket(socket.AF_INET6)
server.bind(("", port))
server.listen(50)


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
