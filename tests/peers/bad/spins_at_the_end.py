# check: server tcp echo
# finds: tcp/end/unhandled
"""Echo server that takes the end of the stream for an empty message."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)


while True:
    connection, address = server.accept()
    try:
        while True:
            data = connection.recv(1024)
            connection.sendall(data)
    except OSError as error:
        print(error)
    connection.close()
