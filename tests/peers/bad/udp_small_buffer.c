/* check: server udp textbook */
/* finds: udp/datagram/cut udp/bind/ipv6 udp/answer/ascii-only */
/* Receives 512 bytes at most. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 12000;
    static char buffer[512];

    int server = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in own = { .sin_family = AF_INET, .sin_port = htons(port) };
    own.sin_addr.s_addr = htonl(INADDR_ANY);
    if (bind(server, (struct sockaddr *)&own, sizeof own) < 0) {
        perror("bind");
        return 1;
    }
    for (;;) {
        struct sockaddr_in client;
        socklen_t size = sizeof client;
        ssize_t length = recvfrom(server, buffer, sizeof buffer, 0,
                                  (struct sockaddr *)&client, &size);
        if (length < 0) {
            perror("recvfrom");
            return 1;
        }
        for (ssize_t i = 0; i < length; i++)
            buffer[i] = toupper((unsigned char)buffer[i]);
        sendto(server, buffer, length, 0, (struct sockaddr *)&client, size);
    }
}
