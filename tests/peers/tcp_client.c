/* TCP client in C: connects, sends one line without its newline, reads once. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    const char *host = argc > 1 ? argv[1] : "127.0.0.1";
    int port = argc > 2 ? atoi(argv[2]) : 12000;
    char line[1024], answer[1024];

    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (client < 0) {
        perror("socket");
        return 1;
    }
    struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons(port) };
    if (inet_pton(AF_INET, host, &server.sin_addr) != 1) {
        fprintf(stderr, "%s is no IPv4 address\n", host);
        return 2;
    }
    if (connect(client, (struct sockaddr *)&server, sizeof server) < 0) {
        perror("connect");
        return 1;
    }
    if (fgets(line, sizeof line, stdin) == NULL)
        return 0;
    line[strcspn(line, "\n")] = '\0';
    if (send(client, line, strlen(line), 0) < 0) {
        perror("send");
        return 1;
    }
    ssize_t length = recv(client, answer, sizeof answer, 0);
    if (length < 0) {
        perror("recv");
        return 1;
    }
    printf("%.*s\n", (int)length, answer);
    close(client);
    return 0;
}
