# check: server tcp two-way
# finds: tcp/two-way/end
"""Two people, of whom one never says that it has finished."""
import socket
import sys
import threading

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)
connection, address = server.accept()


def listen():
    try:
        while data := connection.recv(1024):
            print("Client:", data.decode().rstrip("\n"), flush=True)
    except OSError as error:
        print(error)
    print("The client has ended")


listener = threading.Thread(target=listen)
listener.start()
try:
    for line in sys.stdin:
        connection.sendall(line.encode())
except OSError as error:
    print(error)
listener.join()
threading.Event().wait()
