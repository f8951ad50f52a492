/* UDP in C as in every textbook: recvfrom, upper case, sendto, one datagram at a time on a blocking
 * socket. Two calls a datagram, and no code to get wrong. */
#include "datagrams.h"

int main(int count, char **words)
{
    static unsigned char buffer[65536];
    int bound = bind_udp(option(count, words, "--port"), 0);
    for (;;) {
        struct sockaddr_storage peer;
        socklen_t length = sizeof peer;
        ssize_t size = recvfrom(bound, buffer, sizeof buffer, 0, (struct sockaddr *)&peer, &length);
        if (size < 0)
            continue;
        to_upper(buffer, size);
        sendto(bound, buffer, size, 0, (struct sockaddr *)&peer, length);
    }
}
