package io.jcompose.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.audit.Who;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever asked gets an answer, whatever became of the work. */
final class HttpHandlerTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private void run(Routes.Handler handler) {
        Answer answer = new Answer(channel, new Gate(), Who.DAEMON);
        HttpHandler.run(handler, new Call(List.of(), new QueryStringDecoder("/x"), new byte[0], answer));
    }

    private String failure() {
        FullHttpResponse response = channel.readOutbound();
        try {
            assertThat(response.status().code()).isEqualTo(500);
            return response.content().toString(StandardCharsets.UTF_8);
        } finally {
            response.release();
        }
    }

    @Test
    void anErrorOfTheMachineIsAnswered() {
        run(call -> {
            throw new StackOverflowError();
        });
        assertThat(failure()).contains("internal error: java.lang.StackOverflowError");
        run(call -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertThat(failure()).contains("the daemon has no memory left for this request");
    }

    @Test
    void aStreamThatIsBrokenOffByAnErrorEndsWithIt() {
        run(call -> {
            call.answer().begin();
            throw new NoClassDefFoundError("x/Y");
        });
        assertThat((HttpResponse) channel.readOutbound()).isNotNull();
        HttpContent line = channel.readOutbound();
        assertThat(line.content().toString(StandardCharsets.UTF_8))
                .startsWith("{\"error\":{\"message\":\"internal error");
        line.release();
        HttpContent end = channel.readOutbound();
        assertThat(end).as("the end of the stream").isNotNull();
    }
}
