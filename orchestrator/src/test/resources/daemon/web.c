/*
 * web PORT: answers each HTTP request with $VERSION, one thread a connection, kept alive where the client wants that.
 * It listens only after $START_MILLIS. At SIGTERM it ends at once, as a server without manners does.
 * web PORT check: whether it answers and $BROKEN is not set.
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char answer[160];

static void end(int signal) {
    (void)signal;
    _exit(0);
}

static int address(char **words, struct sockaddr_in *any) {
    memset(any, 0, sizeof *any);
    any->sin_family = AF_INET;
    any->sin_port = htons((unsigned short)atoi(words[1]));
    return socket(AF_INET, SOCK_STREAM, 0);
}

static int check(char **words) {
    struct sockaddr_in any;
    int client = address(words, &any);
    if (getenv("BROKEN") != NULL) {
        return 1;
    }
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connect(client, (struct sockaddr *)&any, sizeof any) == 0 ? 0 : 1;
}

/* Requests have no body: each ends with an empty line. */
static void *serve(void *argument) {
    int client = (int)(intptr_t)argument;
    char request[2048];
    size_t length = 0;
    for (;;) {
        ssize_t got = read(client, request + length, sizeof request - 1 - length);
        char *stop;
        if (got <= 0) {
            break;
        }
        length += (size_t)got;
        request[length] = 0;
        stop = strstr(request, "\r\n\r\n");
        if (stop != NULL) {
            int kept = strstr(request, "Connection: close") == NULL && strstr(request, "HTTP/1.0") == NULL;
            if (write(client, answer, strlen(answer)) < 0 || !kept) {
                break;
            }
            length = 0;
        }
    }
    close(client);
    return NULL;
}

int main(int count, char **words) {
    struct sigaction action = {.sa_handler = end};
    struct sockaddr_in any;
    int yes = 1;
    int server;
    const char *version = getenv("VERSION");
    const char *millis = getenv("START_MILLIS");
    if (count > 2) {
        return check(words);
    }
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    version = version == NULL ? "?" : version;
    usleep((useconds_t)atoi(millis == NULL ? "0" : millis) * 1000);
    snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s\n", strlen(version) + 1, version);
    server = address(words, &any);
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(server, (struct sockaddr *)&any, sizeof any) != 0 || listen(server, 128) != 0) {
        perror("web");
        return 1;
    }
    for (;;) {
        pthread_t thread;
        int client = accept(server, NULL, NULL);
        if (client >= 0 && pthread_create(&thread, NULL, serve, (void *)(intptr_t)client) == 0) {
            pthread_detach(thread);
        }
    }
}
