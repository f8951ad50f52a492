/* check: server tcp line */
/* finds: tcp/stream/split-write tcp/answer/ascii-only */
/* Line server in C that takes what one recv returns for one line, and ends it with a newline. */
#include <arpa/inet.h>
#include <ctype.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOM 262144

static void *serve(void *argument)
{
    int connection = (int)(long)argument;
    char *line = malloc(ROOM + 1);
    ssize_t length;

    while ((length = recv(connection, line, ROOM, 0)) > 0) {
        for (ssize_t i = 0; i < length; i++)
            line[i] = toupper((unsigned char)line[i]);
        if (line[length - 1] != '\n')
            line[length++] = '\n';
        send(connection, line, length, 0);
    }
    free(line);
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
