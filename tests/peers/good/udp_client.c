/* check: client udp textbook */
/* finds: */
/* UDP client: one line, one datagram, one answer; asks three times. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 12000;
    struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons(port) };
    struct timeval second = { .tv_sec = 1 };
    static char answer[65536];
    char *line = NULL;
    size_t size = 0;

    ssize_t length = getline(&line, &size, stdin);
    if (length < 0)
        return 0;
    length = strcspn(line, "\n");
    inet_pton(AF_INET, "127.0.0.1", &server.sin_addr);
    int client = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
    if (connect(client, (struct sockaddr *)&server, sizeof server) < 0) {
        perror("connect");
        return 1;
    }
    for (int i = 0; i < 3; i++) {
        if (send(client, line, length, 0) < 0)
            break;
        ssize_t got = recv(client, answer, sizeof answer, 0);
        if (got >= 0) {
            printf("%.*s\n", (int)got, answer);
            return 0;
        }
    }
    perror("no answer");
    return 1;
}
