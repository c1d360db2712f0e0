package io.jcompose.runtime;

/** Something about a container or an image that could not be done, in a sentence for the user. */
public class ContainerException extends Exception {
    public ContainerException(String message) {
        super(message);
    }

    public ContainerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no such image here. */
    public static final class ImageNotFound extends ContainerException {
        public ImageNotFound(String message) {
            super(message);
        }
    }

    /** There is no such container, or it is not in the state that the call needs. */
    public static final class NoSuchContainer extends ContainerException {
        public NoSuchContainer(String message) {
            super(message);
        }
    }

    /** The kernel or the host lacks something; the message says what, and how to get it. */
    public static final class HostLacks extends ContainerException {
        public HostLacks(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
