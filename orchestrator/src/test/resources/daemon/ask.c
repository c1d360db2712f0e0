/* ask ADDRESS PORT: prints what a TCP server says by itself; 1 when it cannot be reached within two seconds. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(int count, char **words) {
    struct sockaddr_in to = {.sin_family = AF_INET};
    struct timeval patience = {.tv_sec = 2};
    char text[80];
    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (count != 3 || client < 0 || inet_pton(AF_INET, words[1], &to.sin_addr) != 1) {
        return 2;
    }
    to.sin_port = htons((unsigned short)atoi(words[2]));
    setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(client, (struct sockaddr *)&to, sizeof to) != 0) {
        perror("ask");
        return 1;
    }
    for (ssize_t got = read(client, text, sizeof text); got > 0; got = read(client, text, sizeof text)) {
        fwrite(text, 1, (size_t)got, stdout);
    }
    return 0;
}
