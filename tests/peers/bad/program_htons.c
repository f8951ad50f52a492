/* check: server udp textbook */
/* finds: program/wrong-port udp/answer/ascii-only */
/* The port is not put into network byte order. */
#include <ctype.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 12000;
    char buffer[65536];
    struct sockaddr_in6 own = { .sin6_family = AF_INET6, .sin6_port = port }, client;
    int server = socket(AF_INET6, SOCK_DGRAM, 0);

    if (bind(server, (struct sockaddr *)&own, sizeof own) < 0)
        return 1;
    for (;;) {
        socklen_t size = sizeof client;
        ssize_t length = recvfrom(server, buffer, sizeof buffer, 0,
                                  (struct sockaddr *)&client, &size);
        for (ssize_t i = 0; i < length; i++)
            buffer[i] = toupper((unsigned char)buffer[i]);
        sendto(server, buffer, length, 0, (struct sockaddr *)&client, size);
    }
}
