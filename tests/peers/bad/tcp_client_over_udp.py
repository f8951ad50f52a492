# check: client tcp textbook
# finds: tcp/client/wrong-destination
"""Uses UDP."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
connection = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
connection.connect(("localhost", port))
connection.settimeout(2)
sentence = sys.stdin.readline().rstrip("\n")
if not sentence:
    sys.exit("nothing to send")
connection.sendall(sentence.encode())
try:
    answer = connection.recv(1024)
except OSError as error:
    sys.exit(f"no answer: {error}")
print("From server:", answer.decode())
connection.close()
