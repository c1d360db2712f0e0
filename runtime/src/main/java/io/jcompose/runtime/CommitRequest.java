package io.jcompose.runtime;

import java.util.List;
import java.util.Map;

/**
 * An image that is to be made out of a container.
 *
 * @param container as it was made; what it says over its image, the new image says
 * @param labels of the new image, over those of the container's image
 * @param ports that containers listen on, as {@code 80/tcp}, besides those of its image
 * @param names references that the image gets; may be none
 * @param changes instructions that change what the image says, as {@code ENV A=b}; they win
 * @param pause whether its processes are held still meanwhile
 */
public record CommitRequest(
        ContainerSpec container,
        Map<String, String> labels,
        List<String> ports,
        List<String> names,
        String author,
        String message,
        List<String> changes,
        boolean pause) {}
