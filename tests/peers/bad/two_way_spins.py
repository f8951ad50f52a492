# check: server tcp two-way
# finds: tcp/end/unhandled
"""Two people, of whom one does not notice that the other has left."""
import socket
import sys
import threading

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)
connection, address = server.accept()


def listen():
    try:
        while True:
            data = connection.recv(1024)
            print("Client:", data.decode().rstrip("\n"))
    except OSError as error:
        print(error)
    print("The client has ended")


listener = threading.Thread(target=listen, daemon=True)
listener.start()
try:
    for line in sys.stdin:
        connection.sendall(line.encode())
    connection.shutdown(socket.SHUT_WR)
except OSError as error:
    print(error)
connection.close()
