# check: client tcp two-way
# finds:
"""TCP client for two people: listens in a thread, and sends what is typed."""
import socket
import sys
import threading

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000


def listen():
    for message in connection.makefile("r", encoding="utf-8"):
        print("Server:", message.rstrip("\n"))


try:
    connection = socket.create_connection(("localhost", port))
except OSError as error:
    sys.exit(f"no connection: {error}")
listener = threading.Thread(target=listen)
listener.start()
for line in sys.stdin:
    connection.sendall(line.encode())
connection.shutdown(socket.SHUT_WR)
listener.join()
connection.close()
