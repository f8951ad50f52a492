"""Does not catch the end of input."""
# check: client udp textbook
# finds: udp/client/end-of-input
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

sentence = input("Sentence: ")

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("localhost", port))
client.settimeout(1)
try:
    client.send(sentence.encode())
    answer = client.recv(65535)
    print(answer.decode(errors="replace"))
except OSError as error:
    sys.exit(f"no answer: {error}")
client.close()
