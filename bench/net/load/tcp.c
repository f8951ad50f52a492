/* TCP: so many connections, so many messages in flight on each; or one endless stream. As answers
 * come, as many whole messages as they complete are sent in one call, as a client that pipelines
 * does. At the end each connection is half-closed and the rest of its answers awaited. */
#include "load.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, LARGEST_SEND = TEXT_REACH };
static const double GRACE = 5; /* seconds in which what was sent must have come back at the end */

struct connection {
    int socket;
    bool waits_for_room;
    uint64_t sent, received;
};

static unsigned char input[64 * 1024];

/* Compares what came with what must come next, in pieces that lie in one stretch of the text. */
static void check(struct connection *from, const unsigned char *bytes, size_t count)
{
    if (from->received + count > from->sent)
        fail("an answer to what was not asked, at byte %lu", from->sent);
    while (count > 0) {
        size_t start = from->received % TEXT_PERIOD;
        size_t piece = count < TEXT_REACH ? count : TEXT_REACH;
        if (memcmp(bytes, upper + start, piece) != 0) {
            size_t wrong = 0;
            while (bytes[wrong] == upper[start + wrong])
                wrong++;
            fail("a wrong answer at byte %lu: 0x%02x instead of 0x%02x", from->received + wrong,
                 bytes[wrong], upper[start + wrong]);
        }
        from->received += piece;
        bytes += piece;
        count -= piece;
    }
}

/* Reads what is there; false when the peer has finished. */
static bool take(struct connection *from)
{
    for (;;) {
        ssize_t count = recv(from->socket, input, sizeof input, 0);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return true;
        if (count < 0)
            die("recv");
        if (count == 0)
            return false;
        check(from, input, count);
        if (count < (ssize_t)sizeof input)
            return true;
    }
}

/* How many bytes may be sent now: whole messages, up to the depth. */
static size_t allowed(const struct plan *plan, const struct connection *to)
{
    if (plan->stream)
        return LARGEST_SEND;
    uint64_t answered = to->received / plan->size * plan->size;
    return answered + (uint64_t)plan->size * plan->depth - to->sent;
}

static void give(const struct plan *plan, struct connection *to, int epoll)
{
    bool is_full = false;
    size_t count;
    while (!is_full && (count = allowed(plan, to)) > 0) {
        if (count > LARGEST_SEND)
            count = LARGEST_SEND;
        ssize_t sent = send(to->socket, text + to->sent % TEXT_PERIOD, count, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN)
            die("send");
        is_full = sent < (ssize_t)count;
        to->sent += sent > 0 ? sent : 0;
        if (plan->stream)
            break; /* read before sending more */
    }
    bool waits = is_full || plan->stream;
    if (waits != to->waits_for_room) {
        to->waits_for_room = waits;
        struct epoll_event event = {
            .events = EPOLLIN | (waits ? EPOLLOUT : 0), .data.ptr = to};
        if (epoll_ctl(epoll, EPOLL_CTL_MOD, to->socket, &event) != 0)
            die("epoll_ctl");
    }
}

static uint64_t received(const struct plan *plan, const struct connection *all)
{
    uint64_t sum = 0;
    for (int i = 0; i < plan->connections; i++)
        sum += all[i].received;
    return sum;
}

/* Runs until the time is over. */
static void turn(const struct plan *plan, int epoll, double until)
{
    struct epoll_event events[EVENTS];
    while (now() < until) {
        int count = epoll_wait(epoll, events, EVENTS, plan->spin ? 0 : 100);
        if (count < 0 && errno != EINTR)
            die("epoll_wait");
        for (int i = 0; i < count; i++) {
            struct connection *one = events[i].data.ptr;
            if (events[i].events & ~EPOLLOUT && !take(one))
                fail("the server closed a connection");
            give(plan, one, epoll);
        }
    }
}

/* Half-closes all, reads to their ends and returns how many bytes never came. */
static uint64_t finish(const struct plan *plan, struct connection *all)
{
    uint64_t missing = 0;
    double until = now() + GRACE;
    for (int i = 0; i < plan->connections; i++)
        shutdown(all[i].socket, SHUT_WR);
    for (int i = 0; i < plan->connections; i++) {
        struct pollfd one = {.fd = all[i].socket, .events = POLLIN};
        double left;
        while ((left = until - now()) > 0 && poll(&one, 1, left * 1000 + 1) > 0 && take(&all[i]))
            ;
        missing += all[i].sent - all[i].received;
        close(all[i].socket);
    }
    return missing;
}

void run_tcp(const struct plan *plan)
{
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct connection *all = calloc(plan->connections, sizeof *all);
    if (epoll < 0 || all == NULL)
        die("epoll_create1");
    for (int i = 0; i < plan->connections; i++) {
        all[i].socket = connect_tcp(plan->port);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].socket, &event) != 0)
            die("epoll_ctl");
    }
    for (int i = 0; i < plan->connections; i++)
        wait_until_connected(all[i].socket);
    for (int i = 0; i < plan->connections; i++)
        give(plan, &all[i], epoll);

    turn(plan, epoll, now() + plan->warmup);
    struct mark start = mark_now(plan->server);
    uint64_t before = received(plan, all);
    turn(plan, epoll, start.wall + plan->seconds);
    struct mark end = mark_now(plan->server);
    struct tally counted = {.bytes = received(plan, all) - before};
    counted.replies = counted.bytes / plan->size;
    counted.unanswered = finish(plan, all);
    report(plan, start, end, counted);
    free(all);
    close(epoll);
}
