// check: client tcp textbook
// finds: tcp/client/padding
/* Sends the NUL that ends a string in C. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    char line[4096], answer[8192];
    size_t length = 0;
    ssize_t count;

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
    if (fgets(line, sizeof line, stdin) == NULL)
        return 0;
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '\0')
        return 0;
    send(client, line, strlen(line) + 1, 0);
    while ((count = recv(client, answer + length, sizeof answer - length, 0)) > 0)
        length += count;
    if (length == 0) {
        fprintf(stderr, "no answer\n");
        return 1;
    }
    printf("%.*s\n", (int)length, answer);
    close(client);
    return 0;
}
