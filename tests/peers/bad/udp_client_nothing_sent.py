"""Passes a str to sendto."""
# check: client udp textbook
# finds: udp/client/nothing-sent
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(1)
try:
    sentence = input("Sentence: ")
except EOFError:
    sys.exit(0)
client.sendto(sentence, ("localhost", int(sys.argv[1])))
print(client.recvfrom(65535)[0].decode())
