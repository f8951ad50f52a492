/* Connections to a server on loopback, non-blocking and without Nagle's delay. */
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

enum { PATIENCE = 10000 }; /* milliseconds */

int connect_tcp(int port)
{
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    int dialled = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (dialled < 0)
        die("socket");
    if (setsockopt(dialled, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0)
        die("TCP_NODELAY");
    if (connect(dialled, (struct sockaddr *)&server, sizeof server) != 0 && errno != EINPROGRESS)
        die("connect");
    return dialled;
}

void wait_until_connected(int dialled)
{
    struct pollfd one = {.fd = dialled, .events = POLLOUT};
    int error = 0;
    socklen_t size = sizeof error;
    if (poll(&one, 1, PATIENCE) != 1)
        fail("a connection was not accepted within %d s", PATIENCE / 1000);
    getsockopt(dialled, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
        errno = error;
        die("connect");
    }
}
