package io.jcompose.runtime.launch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners which container changed, and nothing more: they look themselves. */
final class News {
    private static final Logger LOG = LoggerFactory.getLogger(News.class);

    private final EventLoop loop;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    News(EventLoop loop) {
        this.loop = loop;
    }

    void add(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** On the loop: whoever changes a container holds its lock. */
    void soon(String id) {
        loop.execute(() -> tell(id));
    }

    void tell(String id) {
        for (Consumer<String> listener : listeners) {
            try {
                listener.accept(id);
            } catch (RuntimeException e) {
                LOG.error("a listener failed on container {}", id, e);
            }
        }
    }
}
