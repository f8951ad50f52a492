# check: client tcp textbook
# finds: program/prompts
"""Asks for the server's name before it asks for the sentence."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
try:
    name = input("Server: ")
    sentence = input("Sentence: ")
except EOFError:
    sys.exit("nothing to send")
if not sentence:
    sys.exit("nothing to send")
try:
    connection = socket.create_connection((name, port), timeout=2)
    connection.sendall(sentence.encode())
    answer = b""
    while data := connection.recv(1024):
        answer += data
except OSError as error:
    sys.exit(f"no answer: {error}")
if not answer:
    sys.exit("the server closed without an answer")
print("From server:", answer.decode(errors="replace"))
connection.close()
