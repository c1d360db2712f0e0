/* serve PORT: tells each TCP connection the host name and this run's process start, and ends at SIGTERM. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void end(int signal) {
    (void)signal;
    _exit(0);
}

int main(int count, char **words) {
    struct sigaction action = {.sa_handler = end};
    struct sockaddr_in any = {.sin_family = AF_INET};
    char text[80] = {0};
    int yes = 1;
    int server = socket(AF_INET, SOCK_STREAM, 0);
    sigaction(SIGTERM, &action, NULL);
    any.sin_port = htons((unsigned short)atoi(count > 1 ? words[1] : "80"));
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (server < 0 || bind(server, (struct sockaddr *)&any, sizeof any) != 0 || listen(server, 64) != 0) {
        perror("serve");
        return 1;
    }
    gethostname(text, sizeof text - 2);
    strcat(text, "\n");
    for (;;) {
        int client = accept(server, NULL, NULL);
        if (client >= 0) {
            if (write(client, text, strlen(text)) < 0) {
                perror("serve");
            }
            close(client);
        }
    }
}
