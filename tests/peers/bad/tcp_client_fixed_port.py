# check: client tcp textbook
# finds: tcp/client/fixed-port
"""Binds a port of its own before it connects."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
connection.settimeout(2)
try:
    connection.bind(("", 40124))
    connection.connect(("localhost", port))
except OSError as error:
    sys.exit(f"no connection: {error}")
sentence = sys.stdin.readline().rstrip("\n")
if not sentence:
    sys.exit("nothing to send")
try:
    connection.sendall(sentence.encode())
    answer = b""
    while data := connection.recv(1024):
        answer += data
except OSError as error:
    sys.exit(f"no answer: {error}")
if not answer:
    sys.exit("the server closed without an answer")
print("From server:", answer.decode(errors="replace"))
connection.close()
