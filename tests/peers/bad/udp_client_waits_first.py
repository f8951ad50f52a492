"""Waits for the server to speak before it sends."""
# check: client udp textbook
# finds: udp/client/nothing-sent
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("localhost", int(sys.argv[1])))
try:
    sentence = input("Sentence: ")
except EOFError:
    sys.exit(0)
print("server says", client.recv(65535).decode())
client.send(sentence.encode())
print(client.recv(65535).decode())
