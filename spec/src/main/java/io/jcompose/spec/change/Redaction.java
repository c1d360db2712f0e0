package io.jcompose.spec.change;

import java.util.List;
import java.util.regex.Pattern;

/** What of a changed value is shown: secrets are in terminals and logs sooner than anybody thinks. */
final class Redaction {
    static final String HIDDEN = "***";

    /** Words in names of values that are secrets; KEY alone would be too many. */
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i)(PASSWORD|PASSWD|PASSPHRASE|PWD|SECRET|TOKEN|CREDENTIAL|(^|[_-])(API|PRIVATE|ACCESS|AUTH|ENCRYPTION|MASTER)?[_-]?KEY"
                    + "($|_BASE)|APIKEY)");

    /** Mappings of names that users chose to values that may be secrets. */
    private static final List<String> NAMED = List.of("environment.", "labels.", "annotations.", "logging.options.");

    private static final Pattern USER_INFO = Pattern.compile("(://[^/?#\\s:@\"]*:)[^/?#\\s@\"]+@");

    private Redaction() {}

    /** The JSON text of the value at {@code path} of a service, to be shown. */
    static String of(String path, String json) {
        if (json.isEmpty()) {
            return json;
        }
        if (path.startsWith("secrets.") && path.endsWith(".x-digest")) {
            return HIDDEN;
        }
        boolean named = NAMED.stream().anyMatch(path::startsWith);
        if (named && SECRET_NAME.matcher(path.substring(path.indexOf('.') + 1)).find()) {
            return HIDDEN;
        }
        return USER_INFO.matcher(json).replaceAll("$1" + HIDDEN + "@");
    }
}
