/* check: server tcp line */
/* finds: */
/* Concurrent line server: a thread for each client, an answer for each line. */
#include <arpa/inet.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

/* Writes a line in upper case; what is not UTF-8 stays as it is. */
static void write_upper(FILE *out, const char *line, size_t length)
{
    mbstate_t state = { 0 };
    for (size_t at = 0; at < length;) {
        wchar_t letter;
        size_t used = mbrtowc(&letter, line + at, length - at, &state);
        if (used == (size_t)-1 || used == (size_t)-2 || used == 0) {
            state = (mbstate_t){ 0 };
            fputc(line[at++], out);
            continue;
        }
        char bytes[16];
        mbstate_t none = { 0 };
        fwrite(bytes, 1, wcrtomb(bytes, towupper(letter), &none), out);
        at += used;
    }
}

static void *talk(void *argument)
{
    int client = (int)(intptr_t)argument;
    FILE *in = fdopen(client, "r");
    FILE *out = fdopen(dup(client), "w");
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    while ((length = getline(&line, &size, in)) > 0) {
        write_upper(out, line, length);
        if (fflush(out) != 0)
            break;
    }
    free(line);
    fclose(in);
    fclose(out);
    return NULL;
}

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 12000, on = 1;
    struct sockaddr_in6 here = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

    setlocale(LC_ALL, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN);
    int server = socket(AF_INET6, SOCK_STREAM, 0);
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(server, (struct sockaddr *)&here, sizeof here) < 0 || listen(server, 128) < 0) {
        perror("bind");
        return 1;
    }
    for (;;) {
        int client = accept(server, NULL, NULL);
        pthread_t thread;
        if (client < 0)
            continue;
        if (pthread_create(&thread, NULL, talk, (void *)(intptr_t)client) != 0)
            close(client);
        else
            pthread_detach(thread);
    }
}
