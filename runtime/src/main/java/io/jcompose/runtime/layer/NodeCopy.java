package io.jcompose.runtime.layer;

import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import io.jcompose.runtime.linux.RawFiles.Node;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;

/** Copies single files of trees that strangers wrote, with all that can be seen of them. */
final class NodeCopy {
    private static final String OF_OVERLAY = Marks.OF_OVERLAY;
    private static final String ACCESS_LIST = "system.posix_acl_";

    private final RawFiles files = RawFiles.live();

    /** @param name in both directories; there is none in {@code to} */
    void copy(Fd from, Fd to, String name, Node node) throws IOException {
        switch (node.type()) {
            case Node.FILE -> {
                try (Fd source = files.read(from, name);
                        Fd target = files.create(to, name)) {
                    files.copyContent(source, target, node.size());
                }
            }
            case Node.LINK -> files.makeLink(to, name, files.target(from, name));
            case Node.DIRECTORY -> files.makeDirectory(to, name);
            default -> files.makeNode(to, name, node.type() | 0600, node.major(), node.minor());
        }
        dress(from, to, name, node);
    }

    /** Owner first: chown(2) takes set-user-id bits and capabilities away. The time last. */
    void dress(Fd from, Fd to, String name, Node node) throws IOException {
        files.setOwner(to, name, node.uid(), node.gid());
        if (node.type() != Node.LINK) {
            files.setMode(to, name, node.mode() & 07777);
        }
        copyAttributes(from, to, name);
        files.setTime(to, name, node.seconds(), node.nanos());
    }

    private void copyAttributes(Fd from, Fd to, String name) throws IOException {
        SortedMap<String, byte[]> wanted = files.attributes(from, name);
        for (String there : files.attributes(to, name).keySet()) {
            if (isCopied(there) && !wanted.containsKey(there)) {
                files.removeAttribute(to, name, there);
            }
        }
        for (Map.Entry<String, byte[]> attribute : wanted.entrySet()) {
            if (isCopied(attribute.getKey())) {
                set(to, name, attribute.getKey(), attribute.getValue());
            }
        }
    }

    /** Another file system may have none of its kind; what cannot be there was not promised. */
    private void set(Fd to, String name, String attribute, byte[] value) throws IOException {
        try {
            files.setAttribute(to, name, attribute, value);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EOPNOTSUPP) {
                throw e;
            }
        }
    }

    /** Labels of security modules are set by the kernel of the place where a file is made. */
    static boolean isCopied(String attribute) {
        return Marks.travels(attribute)
                || attribute.startsWith(ACCESS_LIST)
                || (attribute.startsWith("trusted.") && !attribute.startsWith(OF_OVERLAY));
    }
}
