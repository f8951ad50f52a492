/* A plain relay for UDP in C: one thread, epoll, one datagram a call. Each client has a socket of
 * its own towards the server, found by its port in a table, since all are on loopback.
 *   relay --port N --target N */
#define _GNU_SOURCE
#include "../net/peers/c/datagrams.h"

#include <errno.h>
#include <sys/epoll.h>

enum { EVENTS = 64, LARGEST = 65536, PORTS = 65536, TURN = 64 };

static int towards[PORTS];         /* a client's socket towards the server, 0 for none */
static struct sockaddr_in clients[PORTS];
static unsigned char datagram[LARGEST];

static int open_towards(int epoll, int target, int client)
{
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(target),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int made = bind_udp(0, SOCK_NONBLOCK);
    require(connect(made, (struct sockaddr *)&server, sizeof server), "connect");
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = client};
    require(epoll_ctl(epoll, EPOLL_CTL_ADD, made, &event), "epoll_ctl");
    return made;
}

static void from_clients(int entry, int epoll, int target)
{
    for (int i = 0; i < TURN; i++) {
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        ssize_t count = recvfrom(entry, datagram, LARGEST, MSG_DONTWAIT, (void *)&from, &length);
        if (count < 0)
            return;
        int client = ntohs(from.sin_port);
        if (towards[client] == 0) {
            clients[client] = from;
            towards[client] = open_towards(epoll, target, client);
        }
        send(towards[client], datagram, count, 0);
    }
}

static void from_server(int entry, int client)
{
    for (int i = 0; i < TURN; i++) {
        ssize_t count = recv(towards[client], datagram, LARGEST, MSG_DONTWAIT);
        if (count < 0)
            return;
        sendto(entry, datagram, count, 0, (void *)&clients[client], sizeof clients[client]);
    }
}

int main(int count, char **words)
{
    int entry = bind_udp(option(count, words, "--port"), SOCK_NONBLOCK);
    int target = option(count, words, "--target");
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    require(epoll, "epoll_create1");
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = 0};
    require(epoll_ctl(epoll, EPOLL_CTL_ADD, entry, &event), "epoll_ctl");
    for (;;) {
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        if (ready < 0 && errno != EINTR)
            require(ready, "epoll_wait");
        for (int i = 0; i < ready; i++) {
            if (events[i].data.u32 == 0)
                from_clients(entry, epoll, target);
            else
                from_server(entry, events[i].data.u32);
        }
    }
}
