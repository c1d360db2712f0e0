package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import java.util.List;
import java.util.Optional;

/**
 * Users and groups of an image (passwd(5), group(5)).
 *
 * @param users lines of /etc/passwd
 * @param groups lines of /etc/group
 */
record Accounts(List<String> users, List<String> groups) {
    /** Whom a file belongs to. */
    record Owner(int user, int group) {
        static final Owner ROOT = new Owner(0, 0);
    }

    /** Reads {@code user[:group]}, each a name or a number. A user alone brings his group, a number alone itself. */
    Owner owner(String text) throws ContainerException {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        String group = colon < 0 ? "" : text.substring(colon + 1);
        Optional<Integer> number = number(user);
        int uid;
        int gid;
        if (number.isPresent()) {
            uid = number.get();
            gid = uid;
        } else if (user.isEmpty() && colon >= 0) {
            uid = 0;
            gid = 0;
        } else {
            List<String> fields = line(users, user)
                    .orElseThrow(() -> new ContainerException("the image has no user '" + user + "' in /etc/passwd"));
            uid = field(fields, 2);
            gid = field(fields, 3);
        }
        if (!group.isEmpty()) {
            Optional<Integer> named = number(group);
            gid = named.isPresent()
                    ? named.get()
                    : field(
                            line(groups, group)
                                    .orElseThrow(() -> new ContainerException(
                                            "the image has no group '" + group + "' in /etc/group")),
                            2);
        }
        return new Owner(uid, gid);
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static Optional<List<String>> line(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> List.of(line.split(":", -1)))
                .findFirst();
    }

    private static int field(List<String> fields, int index) throws ContainerException {
        Optional<Integer> number = fields.size() > index ? number(fields.get(index)) : Optional.empty();
        return number.orElseThrow(
                () -> new ContainerException("the account of '" + fields.get(0) + "' in the image has no number"));
    }
}
