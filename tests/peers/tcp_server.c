/* TCP server in C: one client at a time, read once, answered once. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 12000;
    int on = 1;
    char message[1024];

    int welcoming = socket(AF_INET, SOCK_STREAM, 0);
    if (welcoming < 0) {
        perror("socket");
        return 1;
    }
    setsockopt(welcoming, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in own = { .sin_family = AF_INET, .sin_port = htons(port) };
    own.sin_addr.s_addr = htonl(INADDR_ANY);
    if (bind(welcoming, (struct sockaddr *)&own, sizeof own) < 0) {
        perror("bind");
        return 1;
    }
    if (listen(welcoming, 1) < 0) {
        perror("listen");
        return 1;
    }
    puts("The server is ready to receive");
    fflush(stdout);
    for (;;) {
        int connection = accept(welcoming, NULL, NULL);
        if (connection < 0) {
            perror("accept");
            return 1;
        }
        ssize_t length = recv(connection, message, sizeof message, 0);
        if (length < 0)
            perror("recv");
        for (ssize_t i = 0; i < length; i++)
            message[i] = toupper((unsigned char)message[i]);
        if (length > 0 && send(connection, message, length, 0) < 0)
            perror("send");
        close(connection);
    }
}
