package io.jcompose.network;

/** Transport protocol of a port. */
public enum Transport {
    TCP,
    UDP
}
