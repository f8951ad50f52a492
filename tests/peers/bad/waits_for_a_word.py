# check: server tcp textbook
# finds: tcp/clients/says-nothing tcp/clients/silent-blocks tcp/stream/split-write tcp/stream/long-request tcp/close/unread-reset
"""Server that asks again as long as it has received nothing."""
import socket
import sys


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)


while True:
    connection, address = server.accept()
    try:
        sentence = b""
        while not sentence:
            sentence = connection.recv(1024)
        connection.sendall(upper(sentence))
    except OSError as error:
        print(error)
    connection.close()
