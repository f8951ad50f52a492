"""Two-way messages, the calling side: types and listens at once, until both sides have ended."""
import socket
import sys
import threading

host = sys.argv[1] if len(sys.argv) > 1 else "localhost"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 12000


def listen(connection):
    while True:
        message = connection.recv(1024)
        if not message:
            break
        print("Server:", message.decode().rstrip("\n"))
    print("The server has ended")


connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
connection.connect((host, port))
print("Connected")
listener = threading.Thread(target=listen, args=(connection,))
listener.start()
for line in sys.stdin:
    connection.send(line.encode())
connection.shutdown(socket.SHUT_WR)
listener.join()
connection.close()
