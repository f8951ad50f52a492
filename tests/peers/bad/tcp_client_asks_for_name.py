# check: client tcp textbook
# finds: program/prompts
"""Asks for a name that it does not send before it asks for the sentence."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
name = input("Your name: ")
sentence = input("Sentence: ")
try:
    connection = socket.create_connection(("localhost", port), timeout=2)
    connection.sendall(sentence.encode())
    answer = b""
    while data := connection.recv(1024):
        answer += data
except OSError as error:
    sys.exit(f"no answer: {error}")
if not answer:
    sys.exit("the server closed without an answer")
print(f"{name}:", answer.decode(errors="replace"))
connection.close()
