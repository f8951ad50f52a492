/* load: drives one upper-casing server on loopback, checks every byte that comes back, and prints
 * one line of JSON. Exit codes: 0 all answers right; 1 a wrong or missing answer; 2 usage. */
#include "load.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void usage(void)
{
    fputs("usage: load tcp|udp|idle --port N [options]\n"
          "  --pid N           read this server's CPU time, its children's included\n"
          "  --warmup S        not measured, default 0.3\n"
          "  --seconds S       measured, default 1\n"
          "  --size N          bytes of a message, default 64\n"
          "  --spin            never block, so that the generator's own wake-up is not measured\n"
          "tcp:\n"
          "  --connections N   default 1\n"
          "  --depth N         messages in flight on each, default 1\n"
          "  --stream          no messages: send whenever there is room, read what comes\n"
          "udp:\n"
          "  --window N        datagrams in flight in all, default 1 (at least one a socket)\n"
          "  --sockets N       default 1\n"
          "  --gso             send with UDP_SEGMENT, a batch a call\n"
          "  --gro             let the kernel merge what comes (UDP_GRO)\n"
          "idle:\n"
          "  --connections N   each asks once; then all are silent until standard input ends\n",
          stderr);
    exit(2);
}

static long number(const char *digits, long least, long most)
{
    char *end;
    long value = strtol(digits, &end, 10);
    if (*digits == '\0' || *end != '\0' || value < least || value > most) {
        fprintf(stderr, "load: %s is not a number from %ld to %ld\n", digits, least, most);
        exit(2);
    }
    return value;
}

static double seconds(const char *digits)
{
    char *end;
    double value = strtod(digits, &end);
    if (*digits == '\0' || *end != '\0' || value < 0 || value > 3600) {
        fprintf(stderr, "load: %s is not a time in seconds\n", digits);
        exit(2);
    }
    return value;
}

static struct plan parse(int count, char **words)
{
    static const struct option options[] = {
        {"port", 1, 0, 'p'}, {"pid", 1, 0, 'P'}, {"warmup", 1, 0, 'W'}, {"seconds", 1, 0, 's'},
        {"size", 1, 0, 'b'}, {"connections", 1, 0, 'c'}, {"depth", 1, 0, 'd'},
        {"stream", 0, 0, 'S'}, {"window", 1, 0, 'w'}, {"sockets", 1, 0, 'k'},
        {"spin", 0, 0, 'n'}, {"gso", 0, 0, 'g'}, {"gro", 0, 0, 'r'}, {0, 0, 0, 0}};
    struct plan plan = {.warmup = 0.3, .seconds = 1, .connections = 1, .depth = 1, .size = 64,
                        .window = 1, .sockets = 1};
    int option;
    while ((option = getopt_long(count, words, "", options, NULL)) != -1) {
        switch (option) {
        case 'p': plan.port = number(optarg, 1, 65535); break;
        case 'P': plan.server = number(optarg, 1, 1 << 30); break;
        case 'W': plan.warmup = seconds(optarg); break;
        case 's': plan.seconds = seconds(optarg); break;
        case 'b': plan.size = number(optarg, 1, TEXT_REACH); break;
        case 'c': plan.connections = number(optarg, 1, 100000); break;
        case 'd': plan.depth = number(optarg, 1, 1024); break;
        case 'S': plan.stream = true; break;
        case 'w': plan.window = number(optarg, 1, 4096); break;
        case 'k': plan.sockets = number(optarg, 1, 1024); break;
        case 'n': plan.spin = true; break;
        case 'g': plan.gso = true; break;
        case 'r': plan.gro = true; break;
        default: usage();
        }
    }
    if (plan.port == 0 || optind != count)
        usage();
    return plan;
}

int main(int count, char **words)
{
    if (count < 2)
        usage();
    struct plan plan = parse(count - 1, words + 1);
    make_text();
    if (strcmp(words[1], "tcp") == 0)
        run_tcp(&plan);
    else if (strcmp(words[1], "udp") == 0)
        run_udp(&plan);
    else if (strcmp(words[1], "idle") == 0)
        run_idle(&plan);
    else
        usage();
    return 0;
}

void die(const char *what)
{
    fail("%s: %s", what, strerror(errno));
}

void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("load: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}
