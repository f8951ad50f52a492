/* Spin, then block: before a loop blocks in epoll_wait it polls up to so many times without
 * waiting, so that an answer that is about to come needs no wake-up. The number of polls adapts: a
 * spin that found nothing halves it, one that found something restores it, so an idle server soon
 * blocks at once and costs nothing. */
#ifndef SPIN_H
#define SPIN_H

#include <sys/epoll.h>

struct spin {
    int most, now;
};

static inline int wait_for_events(int epoll, struct epoll_event *events, int size,
                                  struct spin *spin)
{
    for (int i = 0; i < spin->now; i++) {
        int count = epoll_wait(epoll, events, size, 0);
        if (count != 0) {
            spin->now = spin->most;
            return count;
        }
    }
    spin->now /= 2;
    int count = epoll_wait(epoll, events, size, -1);
    if (spin->now == 0)
        spin->now = spin->most > 0 ? 1 : 0; /* one poll is kept, to notice that it pays again */
    return count;
}

#endif
