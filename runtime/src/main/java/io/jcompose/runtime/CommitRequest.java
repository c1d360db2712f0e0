package io.jcompose.runtime;

import java.util.List;

/**
 * An image that is to be made out of a container.
 *
 * @param container its id
 * @param image id of its image
 * @param names references that the image gets; may be none
 * @param changes instructions that change what the image says, as {@code ENV A=b}
 */
public record CommitRequest(
        String container, String image, List<String> names, String author, String message, List<String> changes) {}
