/* check: client udp textbook */
/* finds: udp/client/padding udp/client/newline-sent */
/* Sends the whole buffer, with the newline that fgets has left in it. */
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
    static char line[65536], answer[65536];
    struct timeval second = { .tv_sec = 1 };
    struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons(port) };

    if (fgets(line, 1460, stdin) == NULL)
        return 0;
    int client = socket(AF_INET, SOCK_DGRAM, 0);
    inet_pton(AF_INET, "127.0.0.1", &server.sin_addr);
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
    if (connect(client, (struct sockaddr *)&server, sizeof server) < 0
        || send(client, line, 1460, 0) < 0) {
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
