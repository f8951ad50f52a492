/* UDP in C with segmentation: UDP_GRO lets the kernel hand over datagrams of one sender merged,
 * and UDP_SEGMENT lets it cut what is sent at once. What was read merged goes back merged; single
 * datagrams of equal size to the same peer, one after the other in a batch, leave as one send too
 * (their bytes stay where they are: an iovec each). A shorter last one may end a run, since
 * segmentation cuts there anyway. Batches are recvmmsg's and sendmmsg's. --spin N as elsewhere. */
#define _GNU_SOURCE
#include "datagrams.h"

#include <netinet/udp.h>

enum { BATCH = 64, LARGEST = 65536, MOST_SEGMENTS = 64, MOST_BYTES = 65000 };

typedef char control_t[CMSG_SPACE(sizeof(int))];

static unsigned char input[BATCH][LARGEST];
static struct sockaddr_storage peers[BATCH];
static struct iovec parts[BATCH];
static control_t received_control[BATCH], sent_control[BATCH];
static struct mmsghdr incoming[BATCH], outgoing[BATCH];

static int receive(int bound, int most, int *now)
{
    for (int i = 0; i < *now; i++) {
        int count = recvmmsg(bound, incoming, BATCH, MSG_DONTWAIT, NULL);
        if (count > 0) {
            *now = most;
            return count;
        }
    }
    *now = *now > 1 ? *now / 2 : most > 0;
    return recvmmsg(bound, incoming, BATCH, MSG_WAITFORONE, NULL);
}

/* How large each datagram of what was read is: all but the last are of this size. */
static int segment_of(struct mmsghdr *message)
{
    struct cmsghdr *extra = CMSG_FIRSTHDR(&message->msg_hdr);
    return extra != NULL && extra->cmsg_level == SOL_UDP && extra->cmsg_type == UDP_GRO
        ? *(int *)CMSG_DATA(extra) : (int)message->msg_len;
}

static int same_peer(int a, int b)
{
    return incoming[a].msg_hdr.msg_namelen == incoming[b].msg_hdr.msg_namelen &&
        memcmp(&peers[a], &peers[b], incoming[a].msg_hdr.msg_namelen) == 0;
}

/* Fills one outgoing message from `first` on and returns how many of those read went into it. */
static int compose(struct mmsghdr *to, char *control, int first, int end)
{
    int segment = segment_of(&incoming[first]);
    int total = incoming[first].msg_len, next = first + 1;
    while (next < end && segment > 0 && total % segment == 0 && same_peer(first, next)) {
        int length = incoming[next].msg_len;
        if (length == 0 || length > segment || segment_of(&incoming[next]) != length ||
            total + length > MOST_BYTES || total / segment >= MOST_SEGMENTS)
            break;
        total += length;
        next++;
    }
    *to = (struct mmsghdr){.msg_hdr = {
        .msg_name = &peers[first], .msg_namelen = incoming[first].msg_hdr.msg_namelen,
        .msg_iov = &parts[first], .msg_iovlen = next - first}};
    if (total > segment) {
        to->msg_hdr.msg_control = control;
        to->msg_hdr.msg_controllen = CMSG_SPACE(sizeof(uint16_t));
        struct cmsghdr *extra = CMSG_FIRSTHDR(&to->msg_hdr);
        extra->cmsg_level = SOL_UDP;
        extra->cmsg_type = UDP_SEGMENT;
        extra->cmsg_len = CMSG_LEN(sizeof(uint16_t));
        *(uint16_t *)CMSG_DATA(extra) = segment;
    }
    return next - first;
}

static void send_all(int bound, int received)
{
    int messages = 0;
    for (int at = 0; at < received; messages++)
        at += compose(&outgoing[messages], sent_control[messages], at, received);
    for (int sent = 0; sent < messages;) {
        int some = sendmmsg(bound, outgoing + sent, messages - sent, 0);
        sent += some > 0 ? some : 1;
    }
}

int main(int count, char **words)
{
    int one = 1;
    int bound = bind_udp(option(count, words, "--port"), 0);
    int most = option(count, words, "--spin"), now = most;
    require(setsockopt(bound, SOL_UDP, UDP_GRO, &one, sizeof one), "UDP_GRO");
    int received = BATCH;
    for (;;) {
        for (int i = 0; i < received; i++) {
            parts[i] = (struct iovec){input[i], LARGEST};
            incoming[i].msg_hdr = (struct msghdr){
                .msg_name = &peers[i], .msg_namelen = sizeof peers[i], .msg_iov = &parts[i],
                .msg_iovlen = 1, .msg_control = received_control[i],
                .msg_controllen = sizeof received_control[i]};
        }
        received = receive(bound, most, &now);
        for (int i = 0; i < received; i++) {
            parts[i].iov_len = incoming[i].msg_len;
            to_upper(input[i], incoming[i].msg_len);
        }
        if (received > 0)
            send_all(bound, received);
        else
            received = 0;
    }
}
