/* The load generator: what its parts share. It is one thread on one core, opens all connections
 * itself and compares every byte of every answer with what ASCII upper-casing makes of the text. */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What is asked for on the command line; see usage() in main.c for meanings and defaults. */
struct plan {
    int port;
    pid_t server; /* whose CPU time is read; 0 when nobody's */
    double warmup, seconds;
    bool spin; /* never blocks: its own wake-up is not part of what is measured */
    int connections, depth, size; /* tcp */
    bool stream;
    int window, sockets; /* udp */
    bool gso, gro;
};

/* What was counted. `replies` and `bytes` only within the measured time. */
struct tally {
    uint64_t replies, bytes;
    uint64_t lost, late;  /* datagrams: not answered in time; answered after that */
    uint64_t unanswered;  /* bytes of a stream that never came back */
};

/* A moment, in seconds: the wall clock, this process's CPU time, the server's, everybody's, and
 * what the hypervisor has taken. */
struct mark {
    double wall, own, server, all, stolen;
};

struct mark mark_now(pid_t server);
double now(void);
void report(const struct plan *plan, struct mark start, struct mark end, struct tally counted);

/* text[i] is what byte i of a stream sends, and upper[i] what must come back; both repeat after
 * TEXT_PERIOD, a prime, so that nothing lost or swapped goes unseen. */
enum { TEXT_PERIOD = 65521, TEXT_REACH = 65536 };
extern unsigned char text[TEXT_PERIOD + TEXT_REACH], upper[TEXT_PERIOD + TEXT_REACH];
void make_text(void);

void run_tcp(const struct plan *plan);
void run_udp(const struct plan *plan);
void run_idle(const struct plan *plan);

int connect_tcp(int port);
void wait_until_connected(int socket);

void die(const char *what) __attribute__((noreturn));                    /* with errno's reason */
void fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif
