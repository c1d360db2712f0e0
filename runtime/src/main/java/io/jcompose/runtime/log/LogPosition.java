package io.jcompose.runtime.log;

/**
 * A place in a log.
 *
 * @param segment number of the segment file
 * @param offset of a frame in it, bytes
 */
record LogPosition(long segment, long offset) {}
