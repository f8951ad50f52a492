/* check: server udp textbook */
/* finds: */
/* UDP server: one socket for all, each datagram answered where it came from. */
#include <arpa/inet.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <wchar.h>
#include <wctype.h>

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 12000;
    struct sockaddr_in6 here = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
    static char question[65536], answer[2 * 65536];

    setlocale(LC_ALL, "C.UTF-8");
    int server = socket(AF_INET6, SOCK_DGRAM, 0);
    if (bind(server, (struct sockaddr *)&here, sizeof here) < 0) {
        perror("bind");
        return 1;
    }
    for (;;) {
        struct sockaddr_in6 client;
        socklen_t size = sizeof client;
        ssize_t length = recvfrom(
            server, question, sizeof question, 0, (struct sockaddr *)&client, &size);
        size_t end = 0;
        mbstate_t state = { 0 };
        for (ssize_t at = 0; at < length;) {
            wchar_t letter;
            size_t used = mbrtowc(&letter, question + at, length - at, &state);
            mbstate_t none = { 0 };
            if (used == (size_t)-1 || used == (size_t)-2 || used == 0) {
                /* Not UTF-8, or a NUL: stays as it is. */
                state = none;
                answer[end++] = question[at++];
                continue;
            }
            end += wcrtomb(answer + end, towupper(letter), &none);
            at += used;
        }
        if (length >= 0
            && sendto(server, answer, end, 0, (struct sockaddr *)&client, size) < 0)
            perror("sendto");
    }
}
