/* UDP in C with recvmmsg and sendmmsg: up to 64 datagrams a call each way. MSG_WAITFORONE blocks
 * for the first and takes the others as they are. The buffers and headers are laid out once; the
 * answer leaves from where the datagram was read to. --spin N polls before it blocks. */
#define _GNU_SOURCE
#include "datagrams.h"

enum { BATCH = 64, LARGEST = 65536 };

static unsigned char input[BATCH][LARGEST];
static struct sockaddr_storage peers[BATCH];
static struct iovec parts[BATCH];
static struct mmsghdr messages[BATCH];

/* Polls up to `now` times before it blocks; see spin.h for how the number adapts. */
static int receive(int bound, int most, int *now)
{
    for (int i = 0; i < *now; i++) {
        int count = recvmmsg(bound, messages, BATCH, MSG_DONTWAIT, NULL);
        if (count > 0) {
            *now = most;
            return count;
        }
    }
    *now = *now > 1 ? *now / 2 : most > 0;
    return recvmmsg(bound, messages, BATCH, MSG_WAITFORONE, NULL);
}

int main(int count, char **words)
{
    int bound = bind_udp(option(count, words, "--port"), 0);
    int most = option(count, words, "--spin"), now = most;
    for (int i = 0; i < BATCH; i++) {
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
        messages[i].msg_hdr.msg_name = &peers[i];
    }
    int received = BATCH;
    for (;;) {
        for (int i = 0; i < received; i++) { /* what the last turn has changed */
            parts[i] = (struct iovec){input[i], LARGEST};
            messages[i].msg_hdr.msg_namelen = sizeof peers[i];
        }
        received = receive(bound, most, &now);
        for (int i = 0; i < received; i++) {
            parts[i].iov_len = messages[i].msg_len;
            to_upper(input[i], messages[i].msg_len);
        }
        for (int sent = 0; sent < received;) {
            int some = sendmmsg(bound, messages + sent, received - sent, 0);
            sent += some > 0 ? some : 1; /* one that can't be sent is left out */
        }
        if (received < 0)
            received = 0;
    }
}
