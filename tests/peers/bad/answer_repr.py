# check: server tcp line
# finds: tcp/answer/repr
"""Line server that describes bytes in place of decoding them."""
import socket
import sys
import threading

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000


def serve(connection):
    with connection, connection.makefile("rb") as lines:
        for line in lines:
            answer = str(line.strip()).upper() + "\n"
            connection.sendall(answer.encode())


server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
print("The server is ready to receive")
while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
