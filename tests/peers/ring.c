// Makes an io_uring(7) of so many entries, none of which it uses, and says whether it has one.
#define _GNU_SOURCE
#include <linux/io_uring.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct io_uring_params parameters = {0};
    int entries = argc > 1 ? atoi(argv[1]) : 8;
    long ring = syscall(SYS_io_uring_setup, entries, &parameters);
    if (ring >= 0)
        syscall(SYS_io_uring_enter, ring, 0, 0, 0, NULL, 0);
    puts(ring >= 0 ? "a ring" : "none");
    return 0;
}
