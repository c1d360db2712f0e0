package io.jcompose.network;

/** Something about a network that could not be done, in a sentence for the user. */
public class NetworkException extends Exception {
    public NetworkException(String message) {
        super(message);
    }

    public NetworkException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Another program has the host port. */
    public static final class PortTaken extends NetworkException {
        public PortTaken(String message) {
            super(message);
        }
    }

    /** No address or subnet is free, or the wanted one is in use. */
    public static final class AddressesExhausted extends NetworkException {
        public AddressesExhausted(String message) {
            super(message);
        }
    }

    /** The kernel lacks something (nf_tables, veth); the message says what and how to get it. */
    public static final class KernelLacks extends NetworkException {
        public KernelLacks(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
