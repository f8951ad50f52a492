# check: server tcp line
# finds: tcp/text/invalid-utf8 tcp/clients/silent-blocks
"""Line server that decodes whatever comes."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)


while True:
    connection, address = server.accept()
    try:
        with connection, connection.makefile("rb") as lines:
            for line in lines:
                connection.sendall(line.decode().upper().encode())
    except OSError as error:
        print(error)
