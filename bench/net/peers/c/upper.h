/* What every C peer does with its bytes: ASCII upper-casing in place, in a loop without branches
 * that the compiler turns into vector instructions. */
#ifndef UPPER_H
#define UPPER_H

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

static inline void to_upper(unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bytes[i] -= (unsigned char)(bytes[i] - 'a') < 26 ? 32 : 0;
}

static inline void require(int result, const char *what)
{
    if (result < 0) {
        perror(what);
        exit(1);
    }
}

#endif
