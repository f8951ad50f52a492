/* UDP server in C: upper-cases the letters of each datagram and sends it back. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 12000;
    char message[2048];

    int server = socket(AF_INET, SOCK_DGRAM, 0);
    if (server < 0) {
        perror("socket");
        return 1;
    }
    struct sockaddr_in own = { .sin_family = AF_INET, .sin_port = htons(port) };
    own.sin_addr.s_addr = htonl(INADDR_ANY);
    if (bind(server, (struct sockaddr *)&own, sizeof own) < 0) {
        perror("bind");
        return 1;
    }
    puts("The server is ready to receive");
    fflush(stdout);
    for (;;) {
        struct sockaddr_in client;
        socklen_t size = sizeof client;
        ssize_t length = recvfrom(server, message, sizeof message, 0,
                                  (struct sockaddr *)&client, &size);
        if (length < 0) {
            perror("recvfrom");
            return 1;
        }
        for (ssize_t i = 0; i < length; i++)
            message[i] = toupper((unsigned char)message[i]);
        if (sendto(server, message, length, 0, (struct sockaddr *)&client, size) < 0)
            perror("sendto");
    }
}
