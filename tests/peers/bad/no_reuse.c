/* check: server tcp echo */
/* finds: tcp/port/restart tcp/clients/silent-blocks */
/* Echo server that does not set SO_REUSEADDR. */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int welcome(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 12000;
    int off = 0;
    struct sockaddr_in6 own = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
    int welcoming = socket(AF_INET6, SOCK_STREAM, 0);
    setsockopt(welcoming, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(welcoming, (struct sockaddr *)&own, sizeof own) < 0 || listen(welcoming, 50) < 0) {
        perror("bind");
        exit(1);
    }
    return welcoming;
}

int main(int argc, char **argv)
{
    char data[4096];
    int welcoming = welcome(argc, argv);
    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int connection = accept(welcoming, NULL, NULL);
        ssize_t length;
        while ((length = recv(connection, data, sizeof data, 0)) > 0)
            for (ssize_t sent = 0, now; sent < length; sent += now)
                if ((now = send(connection, data + sent, length - sent, 0)) < 0)
                    break;
        close(connection);
    }
}
