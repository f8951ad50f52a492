# check: client tcp textbook
# finds: tcp/client/reset
"""Sends again and again over a connection that was reset."""
import socket
import sys
import time

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
try:
    connection = socket.create_connection(("localhost", port), timeout=2)
except OSError as error:
    sys.exit(f"no connection: {error}")
sentence = sys.stdin.readline().rstrip("\n")
if not sentence:
    sys.exit("nothing to send")
while True:
    try:
        connection.sendall(sentence.encode())
        answer = b""
        while part := connection.recv(1024):
            answer += part
        break
    except ConnectionError:
        time.sleep(0.1)
if not answer:
    sys.exit("the server closed without an answer")
print("From server:", answer.decode())
connection.close()
