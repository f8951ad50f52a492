# check: server tcp two-way
# finds: tcp/two-way/takes-turns
"""Two people who have to take turns."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)
connection, address = server.accept()
try:
    while data := connection.recv(1024):
        print("Client:", data.decode().rstrip("\n"))
        line = sys.stdin.readline()
        if not line:
            break
        connection.sendall(line.encode())
except OSError as error:
    print(error)
connection.close()
