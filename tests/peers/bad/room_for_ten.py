# check: server tcp line
# finds: tcp/clients/hundred
"""Line server that sends its eleventh client away."""
import socket
import sys
import threading


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)

room = threading.Semaphore(10)


def serve(connection):
    try:
        with connection, connection.makefile("rb") as lines:
            for line in lines:
                connection.sendall(upper(line))
    except OSError as error:
        print(error)
    room.release()


while True:
    connection, address = server.accept()
    if room.acquire(blocking=False):
        threading.Thread(target=serve, args=(connection,), daemon=True).start()
    else:
        connection.close()
