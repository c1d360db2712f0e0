package io.jcompose.network.link;

/**
 * An IPv4 address of an interface.
 *
 * @param index of the interface
 */
public record LinkAddress(int index, int address, int prefix) {}
