/* The clocks, and the line that is printed. The server's CPU time is read through its process
 * clock (clock_getcpuclockid(3)): all its threads, user and system, in nanoseconds where
 * /proc/PID/stat has hundredths of a second; and its children's and theirs, for servers that start
 * a program for each connection. What everybody has used comes from /proc/stat: when that is more
 * than the two together, somebody else was at work. */
#include "load.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static double cpu_of(pid_t process)
{
    clockid_t clock;
    struct timespec time;
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0)
        return 0; /* it has just ended */
    double sum = time.tv_sec + time.tv_nsec / 1e9;

    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", process, process);
    FILE *children = fopen(path, "re");
    if (children != NULL) {
        int child;
        while (fscanf(children, "%d", &child) == 1)
            sum += cpu_of(child);
        fclose(children);
    }
    return sum;
}

static void read_machine(struct mark *mark)
{
    long user = 0, nice = 0, system = 0, idle, wait, interrupt = 0, soft = 0, stolen = 0;
    FILE *stat = fopen("/proc/stat", "re");
    if (stat == NULL)
        return;
    if (fscanf(stat, "cpu %ld %ld %ld %ld %ld %ld %ld %ld", &user, &nice, &system, &idle, &wait,
               &interrupt, &soft, &stolen) == 8) {
        double second = sysconf(_SC_CLK_TCK);
        mark->all = (user + nice + system + interrupt + soft) / second;
        mark->stolen = stolen / second;
    }
    fclose(stat);
}

struct mark mark_now(pid_t server)
{
    struct mark mark = {.wall = now()};
    read_machine(&mark);
    struct timespec own;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
    mark.own = own.tv_sec + own.tv_nsec / 1e9;
    mark.server = server != 0 ? cpu_of(server) : 0;
    return mark;
}

void report(const struct plan *plan, struct mark start, struct mark end, struct tally counted)
{
    double wall = end.wall - start.wall;
    printf("{\"seconds\":%.6f,\"replies\":%lu,\"bytes\":%lu,\"replies_per_second\":%.1f,"
           "\"bytes_per_second\":%.1f,\"lost\":%lu,\"late\":%lu,\"unanswered\":%lu,"
           "\"generator_cpu\":%.6f,\"generator_busy\":%.4f",
           wall, counted.replies, counted.bytes, counted.replies / wall, counted.bytes / wall,
           counted.lost, counted.late, counted.unanswered, end.own - start.own,
           (end.own - start.own) / wall);
    if (plan->server != 0)
        printf(",\"server_cpu\":%.6f,\"other_cpu\":%.2f,\"stolen_cpu\":%.2f",
               end.server - start.server,
               end.all - start.all - (end.own - start.own) - (end.server - start.server),
               end.stolen - start.stolen);
    puts("}");
}
