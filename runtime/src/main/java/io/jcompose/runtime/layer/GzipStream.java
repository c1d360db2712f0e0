package io.jcompose.runtime.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads gzip (RFC 1952), also of several members behind each other, as pigz and eStargz write it. The JDK's own stream
 * ends after a member when no byte is waiting at that moment.
 */
final class GzipStream extends BulkInput {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;
    private static final int DEFLATED = 8;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private boolean inMember;
    private boolean atEnd;

    GzipStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!atEnd) {
            if (!inMember && !startMember()) {
                atEnd = true;
                break;
            }
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                crc.update(bytes, offset, count);
                return count;
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(bytes, offset, length);
            if (count > 0) {
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw new MalformedLayer("its gzip stream wants a dictionary");
            } else if (inflater.needsInput()) {
                if (!fill()) {
                    throw brokenOff();
                }
                inflater.setInput(buffer, 0, end);
                at = end;
            }
            return 0;
        } catch (DataFormatException e) {
            throw new MalformedLayer("its gzip stream is damaged: " + e.getMessage());
        }
    }

    private boolean startMember() throws IOException {
        if (at == end && !fill()) {
            return false;
        }
        if (next() != 0x1f || next() != 0x8b || next() != DEFLATED) {
            throw new MalformedLayer("there is something behind its gzip stream that is none");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new MalformedLayer("its gzip stream has unknown flags");
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        crc.reset();
        inflater.setInput(buffer, at, end - at);
        at = end;
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        at = end - inflater.getRemaining();
        long size = inflater.getBytesWritten() & 0xffffffffL;
        if (number() != crc.getValue() || number() != size) {
            throw new MalformedLayer("its gzip stream has a wrong checksum");
        }
        inMember = false;
    }

    private long number() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int b = next();
        while (b != 0) {
            b = next();
        }
    }

    private int next() throws IOException {
        if (at == end && !fill()) {
            throw brokenOff();
        }
        return Byte.toUnsignedInt(buffer[at++]);
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    private static MalformedLayer brokenOff() {
        return new MalformedLayer("its gzip stream breaks off");
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
