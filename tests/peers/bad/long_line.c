/* check: server tcp line */
/* finds: tcp/stream/long-line tcp/answer/ascii-only */
/* Line server in C with room for 1,024 bytes: what does not fit is thrown away. */
#include <arpa/inet.h>
#include <ctype.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void *serve(void *argument)
{
    int connection = (int)(long)argument;
    char buffer[1024];
    char line[1024];
    size_t used = 0;
    ssize_t length;

    while ((length = recv(connection, buffer, sizeof buffer, 0)) > 0) {
        for (ssize_t i = 0; i < length; i++) {
            if (used < sizeof line - 1 || buffer[i] == '\n')
                line[used++] = toupper((unsigned char)buffer[i]);
            if (buffer[i] == '\n') {
                send(connection, line, used, 0);
                used = 0;
            }
        }
    }
    send(connection, line, used, 0);
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
