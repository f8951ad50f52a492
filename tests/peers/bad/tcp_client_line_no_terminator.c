// check: client tcp line
// finds: tcp/client/stale-tail
/* Writes no NUL behind what it has received into a buffer that holds an older answer. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static char answer[65536];

int main(int argc, char **argv)
{
    char *line = NULL;
    size_t size = 0;

    int client = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in server = { .sin_family = AF_INET };
    server.sin_port = htons(argc > 1 ? atoi(argv[1]) : 12000);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct timeval limit = { .tv_sec = 2 };
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (connect(client, (struct sockaddr *)&server, sizeof server) < 0) {
        perror("connect");
        return 1;
    }
    while (getline(&line, &size, stdin) > 0) {
        size_t length = 0;
        send(client, line, strlen(line), MSG_NOSIGNAL);
        do {
            ssize_t count = recv(client, answer + length, sizeof answer - 1 - length, 0);
            if (count <= 0) {
                fprintf(stderr, "no answer\n");
                return 1;
            }
            length += count;
        } while (answer[length - 1] != '\n');
        printf("%s", answer);
    }
    close(client);
    return 0;
}
