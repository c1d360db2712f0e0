package io.jcompose.runtime.image;

import io.jcompose.runtime.image.HostTree.Entry;
import java.nio.file.Path;
import java.util.List;

/** What every image needs besides programs: users, mount points, places to write. */
final class Skeleton {
    private static final List<String> FOLDERS =
            List.of("/dev", "/etc", "/home", "/mnt", "/opt", "/proc", "/run", "/srv", "/sys", "/usr", "/var");
    private static final List<String> STICKY = List.of("/tmp", "/var/tmp");
    private static final List<String> MOUNTED_OVER = List.of("/etc/hosts", "/etc/resolv.conf", "/etc/hostname");
    private static final String PASSWD = """
            root:x:0:0:root:/root:/bin/sh
            daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
            bin:x:2:2:bin:/bin:/usr/sbin/nologin
            sys:x:3:3:sys:/dev:/usr/sbin/nologin
            mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
            www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
            """;
    private static final String GROUP = """
            root:x:0:
            daemon:x:1:
            bin:x:2:
            sys:x:3:
            adm:x:4:
            tty:x:5:
            disk:x:6:
            mail:x:8:
            www-data:x:33:
            utmp:x:43:
            staff:x:50:
            users:x:100:
            nogroup:x:65534:
            """;
    private static final String NAME_SERVICES = """
            passwd: files
            group: files
            shadow: files
            hosts: files dns
            networks: files
            protocols: files
            services: files
            """;

    private Skeleton() {}

    /** Adds what the tree does not have. Files of the user stay; /tmp is open to all in any case. */
    static void addTo(HostTree tree) {
        FOLDERS.forEach(path -> tree.putIfAbsent(Path.of(path), new Entry.Folder(0755)));
        tree.putIfAbsent(Path.of("/root"), new Entry.Folder(0700));
        for (String path : STICKY) {
            Path sticky = Path.of(path);
            if (tree.accepts(sticky) && !(tree.at(sticky) instanceof Entry.Link)) {
                tree.put(sticky, new Entry.Folder(01777));
            }
        }
        MOUNTED_OVER.forEach(path -> text(tree, path, ""));
        text(tree, "/etc/passwd", PASSWD);
        text(tree, "/etc/group", GROUP);
        text(tree, "/etc/nsswitch.conf", NAME_SERVICES);
    }

    private static void text(HostTree tree, String path, String content) {
        tree.putIfAbsent(Path.of(path), new Entry.Text(content, 0644));
    }
}
