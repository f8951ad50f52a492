/* check: server tcp textbook */
/* finds: tcp/answer/longer */
/* Looks for the end of the message by strlen in a buffer that holds the one before as well. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 12000;
    static char buffer[1025];

    int server = socket(AF_INET, SOCK_STREAM, 0);
    int yes = 1;
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in own = { .sin_family = AF_INET, .sin_port = htons(port) };
    own.sin_addr.s_addr = htonl(INADDR_ANY);
    if (bind(server, (struct sockaddr *)&own, sizeof own) < 0 || listen(server, 5) < 0) {
        perror("bind");
        return 1;
    }
    for (;;) {
        int client = accept(server, NULL, NULL);
        recv(client, buffer, sizeof buffer - 1, 0);
        for (size_t i = 0; i < strlen(buffer); i++)
            buffer[i] = toupper((unsigned char)buffer[i]);
        send(client, buffer, strlen(buffer), MSG_NOSIGNAL);
        close(client);
    }
}
