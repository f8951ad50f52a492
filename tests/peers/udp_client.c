/* UDP client in C: one line from the keyboard goes as one datagram, and one comes back. */
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
    char line[2048], answer[2048];

    int client = socket(AF_INET, SOCK_DGRAM, 0);
    if (client < 0) {
        perror("socket");
        return 1;
    }
    struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons(port) };
    if (inet_pton(AF_INET, host, &server.sin_addr) != 1) {
        fprintf(stderr, "%s is no IPv4 address\n", host);
        return 2;
    }
    if (fgets(line, sizeof line, stdin) == NULL)
        return 0;
    line[strcspn(line, "\n")] = '\0';
    if (sendto(client, line, strlen(line), 0, (struct sockaddr *)&server, sizeof server) < 0) {
        perror("sendto");
        return 1;
    }
    ssize_t length = recvfrom(client, answer, sizeof answer, 0, NULL, NULL);
    if (length < 0) {
        perror("recvfrom");
        return 1;
    }
    printf("%.*s\n", (int)length, answer);
    close(client);
    return 0;
}
