"""Asks for the server's port before it asks for the sentence."""
# check: client udp textbook
# finds: program/prompts
import socket
import sys

try:
    port = int(input("Port? "))
    sentence = input("Sentence? ")
except EOFError:
    sys.exit(0)

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
