# check: server tcp greeting
# finds: tcp/greeting/whole tcp/close/unread-reset
"""Greeting server whose greeting is used up by its first client."""
import io
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)
greeting = io.BytesIO(b"T\nhank you for connecting")
while True:
    connection, address = server.accept()
    text = greeting.read()
    greeting.seek(0)
    greeting.truncate(2)
    try:
        connection.sendall(text)
    except OSError as error:
        print(error)
    connection.close()
