# check: client tcp auto
# finds:
"""Asks the person for the server's name and port first."""
import socket
import sys


def ask(text):
    print(text, end="", flush=True)
    return sys.stdin.readline().rstrip("\n")


host = ask("Server name: ")
port = ask("Server port: ")
if not host or not port:
    sys.exit("no server was named")
sentence = ask("Input lowercase sentence: ")
if not sentence:
    sys.exit()
try:
    with socket.create_connection((host, int(port)), timeout=2) as connection:
        connection.sendall(sentence.encode())
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(4096):
            answer += part
except OSError as error:
    sys.exit(f"no answer: {error}")
if not answer:
    sys.exit("the server closed without an answer")
print("From server:", answer.decode())
