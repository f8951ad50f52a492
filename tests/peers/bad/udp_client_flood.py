"""Sends the same datagram without a pause until an answer has come."""
# check: client udp textbook
# finds: udp/client/many-datagrams
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

try:
    sentence = input("Sentence: ")
except EOFError:
    sys.exit(0)

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("localhost", port))
client.setblocking(False)
for _ in range(2_000_000):
    try:
        client.send(sentence.encode())
        answer = client.recv(65535)
        print(answer.decode(errors="replace"))
        sys.exit(0)
    except BlockingIOError:
        pass
    except OSError as error:
        sys.exit(f"no answer: {error}")
sys.exit("no answer")
