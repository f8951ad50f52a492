"""UDP client that takes its time before it sends: one line, one datagram, one answer."""
# check: client udp textbook
# finds:
import socket
import sys
import time

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

try:
    sentence = input("Input lowercase sentence: ")
except EOFError:
    sys.exit(0)

time.sleep(1)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.connect(("localhost", port))
    client.settimeout(1)
    try:
        client.send(sentence.encode())
        print(client.recv(65535).decode(errors="replace"))
    except OSError as error:
        sys.exit(f"no answer: {error}")
