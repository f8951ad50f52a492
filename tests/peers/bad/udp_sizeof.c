/* check: server udp textbook */
/* finds: udp/answer/longer */
/* Sends its whole buffer, which lies on the stack and was never cleared. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* What other functions leave on the stack: another thing each time. */
static void use(void)
{
    volatile char rest[4096];
    for (size_t i = 0; i < sizeof rest; i++)
        rest[i] = (char)(getpid() + i);
}

static void serve(int server)
{
    char buffer[1024];
    for (;;) {
        struct sockaddr_in client;
        socklen_t size = sizeof client;
        recvfrom(server, buffer, sizeof buffer, 0, (struct sockaddr *)&client, &size);
        for (size_t i = 0; i < sizeof buffer; i++)
            buffer[i] = toupper((unsigned char)buffer[i]);
        sendto(server, buffer, sizeof buffer, 0, (struct sockaddr *)&client, size);
    }
}

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 12000;
    int server = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in own = { .sin_family = AF_INET, .sin_port = htons(port) };
    own.sin_addr.s_addr = htonl(INADDR_ANY);
    if (bind(server, (struct sockaddr *)&own, sizeof own) < 0) {
        perror("bind");
        return 1;
    }
    use();
    serve(server);
}
