/* check: client tcp line */
/* finds: */
/* Sends each line, and shows the line that comes for it. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 12000;
    struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons(port) };
    struct timeval patience = { .tv_sec = 2 };
    char *line = NULL, *answer = NULL;
    size_t size = 0, room = 0;
    ssize_t length;

    signal(SIGPIPE, SIG_IGN);
    inet_pton(AF_INET, "127.0.0.1", &server.sin_addr);
    int client = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(client, (struct sockaddr *)&server, sizeof server) < 0) {
        perror("connect");
        return 1;
    }
    FILE *in = fdopen(client, "r");
    FILE *out = fdopen(dup(client), "w");
    while ((length = getline(&line, &size, stdin)) > 0) {
        fwrite(line, 1, length, out);
        if (line[length - 1] != '\n')
            fputc('\n', out);
        if (fflush(out) != 0 || (length = getline(&answer, &room, in)) < 0) {
            fprintf(stderr, "no answer from the server\n");
            return 1;
        }
        fwrite(answer, 1, length, stdout);
        fflush(stdout);
    }
    fclose(out);
    fclose(in);
    return 0;
}
