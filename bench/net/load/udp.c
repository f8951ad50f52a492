/* UDP: a window of datagrams in flight, shared evenly by the sockets. Each begins with its slot and
 * its number in letters (so upper-casing always changes it), then text; every answer is compared
 * as a whole. A datagram not answered within PATIENCE is counted as lost and its slot used again;
 * an answer that comes after that is counted as late. */
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    HEADER = 12,            /* four letters of slot, eight of number; four bits a letter */
    BATCH = 64,             /* datagrams in one call */
    LARGEST_MERGED = 65536, /* what UDP_GRO may hand over at once */
    LARGEST_GSO = 65000,
    BUFFER = 4 * 1024 * 1024,
};
static const double PATIENCE = 0.1, SWEEP = 0.02; /* seconds */

struct slot {
    uint32_t number;
    bool is_open;
    double sent_at;
};

struct lane {
    int socket;
    int window, free_count, batch;
    uint32_t next;
    int *free; /* a stack of slots that may be sent */
    struct slot *slots;
};

static struct tally counted;

static void write_letters(unsigned char *to, uint32_t value, int count)
{
    for (int i = 0; i < count; i++, value >>= 4)
        to[i] = 'a' + (value & 15);
}

/* The value of upper-case letters, or -1. */
static int64_t read_letters(const unsigned char *from, int count)
{
    int64_t value = 0;
    for (int i = count - 1; i >= 0; i--) {
        if (from[i] < 'A' || from[i] > 'P')
            return -1;
        value = value << 4 | (from[i] - 'A');
    }
    return value;
}

static size_t body_of(uint32_t number)
{
    return (uint64_t)number * 61 % TEXT_PERIOD;
}

static void open_lane(const struct plan *plan, struct lane *lane, int window)
{
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(plan->port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int buffer = BUFFER, one = 1;
    lane->socket = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (lane->socket < 0 || connect(lane->socket, (struct sockaddr *)&server, sizeof server) != 0)
        die("connect");
    if (setsockopt(lane->socket, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer) != 0)
        setsockopt(lane->socket, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    if (plan->gro && setsockopt(lane->socket, SOL_UDP, UDP_GRO, &one, sizeof one) != 0)
        die("UDP_GRO");

    /* With segmentation a batch goes in one call; half a window, so that the other half is on its
     * way meanwhile. Without, whatever may be sent goes at once. */
    lane->batch = 1;
    if (plan->gso && window > 1) {
        lane->batch = window / 2 < BATCH ? window / 2 : BATCH;
        if (lane->batch * plan->size > LARGEST_GSO)
            lane->batch = LARGEST_GSO / plan->size;
    }
    lane->window = lane->free_count = window;
    lane->free = calloc(window, sizeof *lane->free);
    lane->slots = calloc(window, sizeof *lane->slots);
    if (lane->free == NULL || lane->slots == NULL)
        die("calloc");
    for (int i = 0; i < window; i++)
        lane->free[i] = i;
}

static int send_merged(struct lane *lane, struct iovec *parts, int count, int size)
{
    char control[CMSG_SPACE(sizeof(uint16_t))] = {0};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2 * count, .msg_control = control,
                             .msg_controllen = sizeof control};
    struct cmsghdr *segment = CMSG_FIRSTHDR(&message);
    segment->cmsg_level = SOL_UDP;
    segment->cmsg_type = UDP_SEGMENT;
    segment->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    *(uint16_t *)CMSG_DATA(segment) = size;
    return sendmsg(lane->socket, &message, 0) >= 0 ? count : -1;
}

static int send_each(struct lane *lane, struct iovec *parts, int count)
{
    struct mmsghdr messages[BATCH];
    memset(messages, 0, count * sizeof *messages);
    for (int i = 0; i < count; i++) {
        messages[i].msg_hdr.msg_iov = parts + 2 * i;
        messages[i].msg_hdr.msg_iovlen = 2;
    }
    return sendmmsg(lane->socket, messages, count, 0);
}

/* Sends what the window allows, a batch a call. */
static void give(const struct plan *plan, struct lane *lane)
{
    unsigned char headers[BATCH][HEADER];
    struct iovec parts[2 * BATCH];
    while (lane->free_count >= lane->batch) {
        int most = plan->gso ? lane->batch : BATCH;
        int count = lane->free_count < most ? lane->free_count : most;
        double time = now();
        for (int i = 0; i < count; i++) {
            int index = lane->free[lane->free_count - 1 - i];
            struct slot *slot = &lane->slots[index];
            slot->number = lane->next + i;
            slot->is_open = true;
            slot->sent_at = time;
            write_letters(headers[i], index, 4);
            write_letters(headers[i] + 4, slot->number, 8);
            parts[2 * i] = (struct iovec){headers[i], HEADER};
            parts[2 * i + 1] = (struct iovec){text + body_of(slot->number), plan->size - HEADER};
        }
        int sent = plan->gso && count > 1 ? send_merged(lane, parts, count, plan->size)
                                          : send_each(lane, parts, count);
        if (sent < 0 && errno != EAGAIN && errno != ENOBUFS && errno != EINTR)
            die("send");
        sent = sent > 0 ? sent : 0;
        for (int i = sent; i < count; i++)
            lane->slots[lane->free[lane->free_count - 1 - i]].is_open = false;
        lane->free_count -= sent;
        lane->next += sent;
        if (sent < count)
            return;
    }
}

static void check(const struct plan *plan, struct lane *lane, const unsigned char *bytes, int size)
{
    int64_t index = size >= HEADER ? read_letters(bytes, 4) : -1;
    int64_t number = size >= HEADER ? read_letters(bytes + 4, 8) : -1;
    if (size != plan->size || index < 0 || index >= lane->window || number < 0)
        fail("a datagram of %d bytes that answers nothing", size);
    if (memcmp(bytes + HEADER, upper + body_of(number), size - HEADER) != 0)
        fail("a wrong answer to datagram %u", (unsigned)number);
    struct slot *slot = &lane->slots[index];
    if (!slot->is_open || slot->number != number) {
        if ((uint32_t)number >= lane->next)
            fail("an answer to datagram %u, which was not sent", (unsigned)number);
        counted.late++;
        return;
    }
    slot->is_open = false;
    lane->free[lane->free_count++] = index;
    counted.replies++;
    counted.bytes += size;
}

/* Reads what is there, each datagram on its own also where the kernel has merged several. */
static void take(const struct plan *plan, struct lane *lane)
{
    static unsigned char input[BATCH][LARGEST_MERGED];
    static char control[BATCH][CMSG_SPACE(sizeof(int))];
    struct mmsghdr messages[BATCH];
    struct iovec parts[BATCH];
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < BATCH; i++) {
        parts[i] = (struct iovec){input[i], LARGEST_MERGED};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
        if (plan->gro) {
            messages[i].msg_hdr.msg_control = control[i];
            messages[i].msg_hdr.msg_controllen = sizeof control[i];
        }
    }
    int count = recvmmsg(lane->socket, messages, BATCH, 0, NULL);
    if (count < 0 && errno != EAGAIN && errno != EINTR)
        die("recvmmsg");
    for (int i = 0; i < count; i++) {
        int length = messages[i].msg_len, segment = length;
        struct cmsghdr *extra = plan->gro ? CMSG_FIRSTHDR(&messages[i].msg_hdr) : NULL;
        if (extra != NULL && extra->cmsg_level == SOL_UDP && extra->cmsg_type == UDP_GRO)
            segment = *(int *)CMSG_DATA(extra);
        if (segment == 0)
            fail("an empty datagram");
        for (int at = 0; at < length; at += segment)
            check(plan, lane, input[i] + at, length - at < segment ? length - at : segment);
    }
}

static void give_up_on_old(struct lane *lane, double time)
{
    for (int i = 0; i < lane->window; i++) {
        struct slot *slot = &lane->slots[i];
        if (slot->is_open && time - slot->sent_at > PATIENCE) {
            slot->is_open = false;
            lane->free[lane->free_count++] = i;
            counted.lost++;
        }
    }
}

/* Runs until the time is over. */
static void turn(const struct plan *plan, struct lane *lanes, int epoll, double until)
{
    struct epoll_event events[BATCH];
    double time, sweep_at = now() + SWEEP;
    while ((time = now()) < until) {
        int count = epoll_wait(epoll, events, BATCH, plan->spin ? 0 : SWEEP * 1000);
        if (count < 0 && errno != EINTR)
            die("epoll_wait");
        for (int i = 0; i < count; i++) {
            take(plan, events[i].data.ptr);
            give(plan, events[i].data.ptr);
        }
        if (time > sweep_at) {
            for (int i = 0; i < plan->sockets; i++) {
                give_up_on_old(&lanes[i], time);
                give(plan, &lanes[i]);
            }
            sweep_at = time + SWEEP;
        }
    }
}

void run_udp(const struct plan *plan)
{
    if (plan->size < HEADER)
        fail("a datagram needs %d bytes", HEADER);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct lane *lanes = calloc(plan->sockets, sizeof *lanes);
    if (epoll < 0 || lanes == NULL)
        die("epoll_create1");
    int window = plan->window / plan->sockets;
    for (int i = 0; i < plan->sockets; i++) {
        open_lane(plan, &lanes[i], window > 0 ? window : 1);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &lanes[i]};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, lanes[i].socket, &event) != 0)
            die("epoll_ctl");
        give(plan, &lanes[i]);
    }
    turn(plan, lanes, epoll, now() + plan->warmup);
    struct mark start = mark_now(plan->server);
    counted = (struct tally){0};
    turn(plan, lanes, epoll, start.wall + plan->seconds);
    struct mark end = mark_now(plan->server);
    report(plan, start, end, counted);
    for (int i = 0; i < plan->sockets; i++) {
        close(lanes[i].socket);
        free(lanes[i].free);
        free(lanes[i].slots);
    }
    free(lanes);
    close(epoll);
}
