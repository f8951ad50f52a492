/* Idle connections: each asks once, so that the server has really taken it, and is silent then.
 * Prints "ready", and closes them all when standard input ends. */
#include "load.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE = 10000 }; /* milliseconds */

static void ask(int connection, int size)
{
    unsigned char answer[TEXT_REACH];
    struct pollfd one = {.fd = connection, .events = POLLIN};
    if (send(connection, text, size, MSG_NOSIGNAL) != size)
        die("send");
    for (int have = 0; have < size;) {
        if (poll(&one, 1, PATIENCE) != 1)
            fail("no answer within %d s", PATIENCE / 1000);
        ssize_t count = recv(connection, answer + have, size - have, 0);
        if (count <= 0)
            die("recv");
        have += count;
    }
    if (memcmp(answer, upper, size) != 0)
        fail("a wrong answer");
}

void run_idle(const struct plan *plan)
{
    int *all = calloc(plan->connections, sizeof *all);
    if (all == NULL)
        die("calloc");
    for (int i = 0; i < plan->connections; i++) {
        all[i] = connect_tcp(plan->port);
        wait_until_connected(all[i]);
        ask(all[i], plan->size);
    }
    puts("ready");
    fflush(stdout);
    char ignored[64];
    while (read(STDIN_FILENO, ignored, sizeof ignored) > 0)
        ;
    for (int i = 0; i < plan->connections; i++)
        close(all[i]);
    free(all);
}
