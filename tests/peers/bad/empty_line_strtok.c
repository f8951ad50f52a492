/* check: server tcp line */
/* finds: tcp/stream/empty-line tcp/answer/ascii-only */
/* Line server in C that takes lines apart with strtok, which skips empty ones. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOM 262144

static void answer(int connection, char *lines)
{
    char *rest;

    for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        size_t length = strlen(line);
        for (size_t i = 0; i < length; i++)
            line[i] = toupper((unsigned char)line[i]);
        line[length] = '\n';
        send(connection, line, length + 1, 0);
    }
}

static void *serve(void *argument)
{
    int connection = (int)(long)argument;
    char *lines = calloc(1, ROOM + 2);
    size_t used = 0;
    ssize_t length;

    while ((length = recv(connection, lines + used, ROOM - used, 0)) > 0) {
        used += length;
        char *end = memrchr(lines, '\n', used);
        if (end != NULL) {
            size_t whole = end + 1 - lines;
            char *some = strndup(lines, whole);
            answer(connection, some);
            free(some);
            used -= whole;
            memmove(lines, end + 1, used);
        }
    }
    lines[used] = '\0';
    answer(connection, lines);
    free(lines);
    close(connection);
    return NULL;
}

int main(int argc, char **argv)
{
    int on = 1;
    int server = socket(AF_INET6, SOCK_STREAM, 0);
    struct sockaddr_in6 own = { .sin6_family = AF_INET6 };
    pthread_t thread;

    signal(SIGPIPE, SIG_IGN);
    own.sin6_port = htons(argc > 1 ? atoi(argv[1]) : 12000);
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(server, (struct sockaddr *)&own, sizeof own) < 0 || listen(server, 128) < 0)
        return 1;
    for (;;) {
        int connection = accept(server, NULL, NULL);
        if (connection >= 0
            && pthread_create(&thread, NULL, serve, (void *)(long)connection) == 0)
            pthread_detach(thread);
    }
}
