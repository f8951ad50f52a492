/* check: server udp textbook */
/* finds: program/signal */
/* Writes through a pointer that points nowhere. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 12000;
    char buffer[65536];
    char *volatile answer = NULL;
    struct sockaddr_in6 own = { .sin6_family = AF_INET6, .sin6_port = htons(port) }, client;
    int server = socket(AF_INET6, SOCK_DGRAM, 0);

    bind(server, (struct sockaddr *)&own, sizeof own);
    for (;;) {
        socklen_t size = sizeof client;
        ssize_t length = recvfrom(server, buffer, sizeof buffer, 0,
                                  (struct sockaddr *)&client, &size);
        memcpy(answer, buffer, length);
        sendto(server, answer, length, 0, (struct sockaddr *)&client, size);
    }
}
