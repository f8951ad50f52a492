"""UDP client: one line, one datagram, one answer; asks again when none comes."""
# check: client udp textbook
# finds:
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
tries = 2

try:
    sentence = input("Input lowercase sentence: ")
except EOFError:
    sys.exit(0)

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.connect(("localhost", port))
    client.settimeout(1)
    for _ in range(tries):
        try:
            client.send(sentence.encode())
            answer = client.recv(65535)
        except TimeoutError:
            continue
        except OSError as error:
            sys.exit(f"no server: {error}")
        print(answer.decode(errors="replace"))
        break
    else:
        sys.exit("no answer")
