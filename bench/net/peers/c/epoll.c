/* TCP in C with epoll: one loop, level-triggered, non-blocking, one buffer of 64 KiB for all
 * connections; what was read is upper-cased in place and written at once. Only what a peer leaves
 * unread is kept, and nothing more is read from it until it reads. This is how a C programmer
 * writes a server that is to be fast. --spin N polls before it blocks; --loops N runs N of them,
 * each a thread, with the listening socket in all (EPOLLEXCLUSIVE). */
#define _GNU_SOURCE
#include "spin.h"
#include "upper.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, BUFFER = 64 * 1024 };

struct connection {
    int socket;
    size_t kept, sent; /* of `unsent`, which is there only while the peer does not read */
    unsigned char *unsent;
};

static struct connection listener;
static int spins;

static int listen_on(int port)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    int made = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    require(made, "socket");
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    require(bind(made, (struct sockaddr *)&here, sizeof here), "bind");
    require(listen(made, 4096), "listen");
    return made;
}

static void watch(int epoll, int operation, struct connection *one, unsigned events)
{
    struct epoll_event event = {.events = events, .data.ptr = one};
    require(epoll_ctl(epoll, operation, one->socket, &event), "epoll_ctl");
}

static void accept_one(int epoll)
{
    int one = 1;
    int accepted = accept4(listener.socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted < 0)
        return; /* another loop had it, or it is gone */
    setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct connection *new = calloc(1, sizeof *new);
    if (new == NULL) {
        close(accepted);
        return;
    }
    new->socket = accepted;
    watch(epoll, EPOLL_CTL_ADD, new, EPOLLIN);
}

static void end(struct connection *one)
{
    close(one->socket); /* which also takes it out of the epoll set */
    free(one->unsent);
    free(one);
}

/* Returns how much of it went, or -1 when the connection is broken. */
static ssize_t write_some(int socket, const unsigned char *bytes, size_t count)
{
    ssize_t sent = send(socket, bytes, count, MSG_NOSIGNAL);
    return sent < 0 && errno == EAGAIN ? 0 : sent;
}

/* What was kept goes first; with nothing kept any more, reading goes on. False when it is over. */
static int flush(int epoll, struct connection *one)
{
    ssize_t sent = write_some(one->socket, one->unsent + one->sent, one->kept - one->sent);
    if (sent < 0)
        return 0;
    one->sent += sent;
    if (one->sent == one->kept) {
        free(one->unsent);
        one->unsent = NULL;
        watch(epoll, EPOLL_CTL_MOD, one, EPOLLIN);
    }
    return 1;
}

static int answer(int epoll, struct connection *one, unsigned char *buffer)
{
    ssize_t count = recv(one->socket, buffer, BUFFER, 0);
    if (count <= 0)
        return count < 0 && errno == EAGAIN;
    to_upper(buffer, count);
    ssize_t sent = write_some(one->socket, buffer, count);
    if (sent < 0)
        return 0;
    if (sent < count) {
        one->unsent = malloc(count - sent);
        if (one->unsent == NULL)
            return 0;
        memcpy(one->unsent, buffer + sent, count - sent);
        one->kept = count - sent;
        one->sent = 0;
        watch(epoll, EPOLL_CTL_MOD, one, EPOLLOUT);
    }
    return 1;
}

static void *loop(void *unused)
{
    static _Thread_local unsigned char buffer[BUFFER];
    struct epoll_event events[EVENTS];
    struct spin spin = {spins, spins};
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    require(epoll, "epoll_create1");
    watch(epoll, EPOLL_CTL_ADD, &listener, EPOLLIN | EPOLLEXCLUSIVE);
    for (;;) {
        int count = wait_for_events(epoll, events, EVENTS, &spin);
        for (int i = 0; i < count; i++) {
            struct connection *one = events[i].data.ptr;
            if (one == &listener)
                accept_one(epoll);
            else if (!(one->unsent != NULL ? flush(epoll, one) : answer(epoll, one, buffer)))
                end(one);
        }
    }
    return unused;
}

int main(int count, char **words)
{
    int port = 0, loops = 1;
    for (int i = 1; i + 1 < count; i += 2) {
        int value = atoi(words[i + 1]);
        if (strcmp(words[i], "--port") == 0)
            port = value;
        else if (strcmp(words[i], "--spin") == 0)
            spins = value;
        else if (strcmp(words[i], "--loops") == 0)
            loops = value;
    }
    listener.socket = listen_on(port);
    for (int i = 1; i < loops; i++) {
        pthread_t thread;
        require(-pthread_create(&thread, NULL, loop, NULL), "pthread_create");
    }
    loop(NULL);
}
