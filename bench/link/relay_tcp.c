/* relay_tcp: the plainest relay of streams worth comparing with: one thread, epoll, a connection to
 * the target for each client, recv into one buffer and send on at once. It keeps nothing: a peer that
 * doesn't read makes it wait (it is for measuring, one request and one answer at a time).
 *   relay_tcp --port N --target N */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 65536, EVENTS = 256 };

static int other[MOST];
static char buffer[64 * 1024];

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static struct sockaddr_in at(const char *port)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return name;
}

static int stream(void)
{
    int on = 1;
    int made = socket(AF_INET, SOCK_STREAM, 0);
    if (made < 0 || made >= MOST)
        fail("socket");
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return made;
}

static void watch(int epoll, int descriptor)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) < 0)
        fail("epoll_ctl");
}

static void admit(int epoll, int listening, const struct sockaddr_in *target)
{
    int on = 1;
    int client = accept(listening, NULL, NULL);
    int server = stream();
    if (client < 0 || client >= MOST)
        fail("accept");
    if (connect(server, (const struct sockaddr *)target, sizeof *target) < 0)
        fail("connect");
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    other[client] = server;
    other[server] = client;
    watch(epoll, client);
    watch(epoll, server);
}

static void drop(int from)
{
    int to = other[from];
    if (to == 0)
        return;
    other[from] = other[to] = 0;
    close(from);
    close(to);
}

static void pass(int from)
{
    ssize_t count;
    if (other[from] == 0)
        return; /* its event came after the other end's */
    count = recv(from, buffer, sizeof buffer, MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN)
        return;
    if (count <= 0) {
        drop(from);
        return;
    }
    for (ssize_t sent = 0; sent < count;) {
        ssize_t some = send(other[from], buffer + sent, count - sent, MSG_NOSIGNAL);
        if (some < 0) {
            drop(from);
            return;
        }
        sent += some;
    }
}

int main(int count, char **words)
{
    if (count != 5 || strcmp(words[1], "--port") != 0 || strcmp(words[3], "--target") != 0) {
        fputs("usage: relay_tcp --port N --target N\n", stderr);
        return 2;
    }
    struct sockaddr_in here = at(words[2]);
    struct sockaddr_in target = at(words[4]);
    struct epoll_event events[EVENTS];
    int epoll = epoll_create1(0);
    int listening = stream();
    if (bind(listening, (struct sockaddr *)&here, sizeof here) < 0 || listen(listening, 512) < 0)
        fail("listen");
    watch(epoll, listening);
    while (1) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listening)
                admit(epoll, listening, &target);
            else
                pass(events[i].data.fd);
        }
    }
}
