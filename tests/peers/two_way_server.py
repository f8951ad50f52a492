"""Two-way messages, the called side: one client, two people who type at any time."""
import socket
import sys
import threading

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000


def listen(connection):
    while True:
        message = connection.recv(1024)
        if not message:
            break
        print("Client:", message.decode().rstrip("\n"))
    print("The client has ended")


server_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server_socket.bind(("", port))
server_socket.listen(1)
print("The server is ready")
connection, address = server_socket.accept()
print("Connected")
listener = threading.Thread(target=listen, args=(connection,))
listener.start()
for line in sys.stdin:
    connection.send(line.encode())
connection.shutdown(socket.SHUT_WR)
listener.join()
connection.close()
server_socket.close()
