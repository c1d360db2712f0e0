package io.jcompose.spec.decode;

import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Lines for /etc/hosts: {@code host=address}, {@code host:address}, an address possibly in brackets. */
final class ExtraHosts {
    /** Lines as {@code host=address}; a mapping became a list when files were merged. */
    static final Form FORM = Forms.unique(Forms.text(line -> {
        Map.Entry<String, String> entry = entry(line);
        return entry.getKey() + "=" + entry.getValue();
    }));

    private final Fields fields;

    ExtraHosts(Fields fields) {
        this.fields = fields;
    }

    /** Addresses by host, in the order of the file. */
    Map<String, List<String>> hosts() {
        Map<String, Set<String>> hosts = new TreeMap<>();
        for (ScalarNode line : fields.strings("extra_hosts")) {
            fields.read("extra_hosts", line.span(), line.text(), ExtraHosts::entry)
                    .ifPresent(entry -> hosts.computeIfAbsent(entry.getKey(), host -> new LinkedHashSet<>())
                            .add(entry.getValue()));
        }
        Map<String, List<String>> lists = new TreeMap<>();
        hosts.forEach((host, addresses) -> lists.put(host, List.copyOf(addresses)));
        return Collections.unmodifiableMap(lists);
    }

    static Map.Entry<String, String> entry(String line) throws Malformed {
        int equals = line.indexOf('=');
        int cut = equals < 0 ? line.indexOf(':') : equals;
        if (cut <= 0) {
            throw new Malformed("not HOST=ADDRESS: `" + line + "`", "as in db.example=10.1.2.3");
        }
        String written = line.substring(cut + 1).strip();
        boolean bracketed = written.startsWith("[") && written.endsWith("]");
        String address = bracketed ? written.substring(1, written.length() - 1) : written;
        if (!address.equals("host-gateway") && !Addresses.isIp(address)) {
            throw new Malformed("invalid IP address: `" + written + "`", "as in db.example=10.1.2.3");
        }
        return Map.entry(Names.hostname(line.substring(0, cut).strip()), address);
    }
}
