"""Uses a TCP socket."""
# check: client udp textbook
# finds: udp/client/wrong-destination
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    sentence = input("Sentence: ")
except EOFError:
    sys.exit(0)
client.connect(("localhost", int(sys.argv[1])))
client.send(sentence.encode())
print(client.recv(1024).decode())
client.close()
