package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.audit.Who;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is at the other end of a connection: the kernel tells the uid (SO_PEERCRED, unix(7)), the client a name. */
final class Caller {
    private static final Logger LOG = LoggerFactory.getLogger(Caller.class);
    private static final String NAME = "jcompose-user";

    private Caller() {}

    static Who of(Channel channel, HttpRequest request) {
        return new Who(Objects.toString(request.headers().get(NAME), ""), uid(channel));
    }

    private static int uid(Channel channel) {
        if (channel instanceof EpollDomainSocketChannel socket) {
            try {
                return socket.peerCredentials().uid();
            } catch (IOException e) {
                LOG.debug("the kernel does not say who asks", e);
            }
        }
        return -1;
    }
}
