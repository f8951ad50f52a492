# check: server tcp loop
# finds: 
"""Iterative server: what arrives is answered as it arrives, half a character kept back."""
import codecs
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
while True:
    connection, address = server.accept()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    try:
        with connection:
            while data := connection.recv(4096):
                connection.sendall(decoder.decode(data).upper().encode())
    except OSError as error:
        print("a client is lost:", error)
