/* What the C peers for UDP share: a bound socket with a receive buffer of 4 MiB, so that a burst
 * waits instead of being lost, and the port from the command line. */
#ifndef DATAGRAMS_H
#define DATAGRAMS_H

#include "upper.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

static inline int option(int count, char **words, const char *name)
{
    for (int i = 1; i + 1 < count; i++)
        if (strcmp(words[i], name) == 0)
            return atoi(words[i + 1]);
    return 0;
}

static inline int bind_udp(int port, int flags)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int buffer = 4 * 1024 * 1024;
    int made = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | flags, 0);
    require(made, "socket");
    setsockopt(made, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    require(bind(made, (struct sockaddr *)&here, sizeof here), "bind");
    return made;
}

#endif
