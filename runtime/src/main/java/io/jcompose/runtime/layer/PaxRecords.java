package io.jcompose.runtime.layer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records of an extended header, {@code "LENGTH KEY=VALUE\n"} where LENGTH counts itself (POSIX.1-2001, pax). */
final class PaxRecords {
    static final String ATTRIBUTE = "SCHILY.xattr.";

    private static final int MOST_DIGITS = 8;

    private PaxRecords() {}

    /** Values stay bytes: those of extended attributes are no text. The last record of a key counts. */
    static SortedMap<String, byte[]> read(byte[] records) throws MalformedLayer {
        SortedMap<String, byte[]> found = new TreeMap<>();
        int at = 0;
        while (at < records.length) {
            int digits = at;
            int length = 0;
            while (digits < records.length && records[digits] >= '0' && records[digits] <= '9') {
                length = length * 10 + records[digits++] - '0';
                if (digits - at > MOST_DIGITS) {
                    throw new MalformedLayer("an extended header has a record that is too long");
                }
            }
            int end = at + length;
            if (digits == at
                    || digits >= records.length
                    || records[digits] != ' '
                    || end > records.length
                    || end <= digits + 1
                    || records[end - 1] != '\n') {
                throw new MalformedLayer("an extended header has a record of a wrong length");
            }
            int equals = digits + 1;
            while (equals < end && records[equals] != '=') {
                equals++;
            }
            if (equals == end || equals == digits + 1) {
                throw new MalformedLayer("an extended header has a record without a key");
            }
            String key = new String(records, digits + 1, equals - digits - 1, StandardCharsets.ISO_8859_1);
            found.put(key, Arrays.copyOfRange(records, equals + 1, end - 1));
            at = end;
        }
        return found;
    }

    static byte[] write(SortedMap<String, byte[]> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> entry : records.entrySet()) {
            byte[] key = entry.getKey().getBytes(StandardCharsets.ISO_8859_1);
            int rest = 1 + key.length + 1 + entry.getValue().length + 1;
            int length = rest + Integer.toString(rest).length();
            if (Integer.toString(length).length() > Integer.toString(rest).length()) {
                length++;
            }
            out.writeBytes((length + " ").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(key);
            out.write('=');
            out.writeBytes(entry.getValue());
            out.write('\n');
        }
        return out.toByteArray();
    }
}
