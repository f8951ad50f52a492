"""Sends to another port than the server's."""
# check: client udp textbook
# finds: udp/client/wrong-destination
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(1)
try:
    sentence = input("Sentence: ")
except EOFError:
    sys.exit(0)
client.sendto(sentence.encode(), ("localhost", int(sys.argv[1]) - 1))
try:
    print(client.recvfrom(65535)[0].decode())
except TimeoutError:
    sys.exit("no answer")
