/* check: client udp textbook */
/* finds: udp/client/whole-buffer */
/* Receives into the buffer of the line, and closes the answer with no NUL. */
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
    static char line[65536];
    struct timeval second = { .tv_sec = 1 };
    struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons(port) };

    if (fgets(line, sizeof line, stdin) == NULL)
        return 0;
    line[strcspn(line, "\n")] = 0;
    int client = socket(AF_INET, SOCK_DGRAM, 0);
    inet_pton(AF_INET, "127.0.0.1", &server.sin_addr);
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
    if (connect(client, (struct sockaddr *)&server, sizeof server) < 0
        || send(client, line, strlen(line), 0) < 0) {
        perror("send");
        return 1;
    }
    ssize_t length = recv(client, line, sizeof line, 0);
    if (length < 0) {
        perror("recv");
        return 1;
    }
    printf("%s\n", line);
    close(client);
    return 0;
}
