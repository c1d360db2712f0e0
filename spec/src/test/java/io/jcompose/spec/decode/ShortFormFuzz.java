package io.jcompose.spec.decode;

import io.jcompose.spec.fuzz.Oracle;
import io.jcompose.spec.yaml.CoreSchema;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Each decoder of a single text: a value or {@link Malformed}. */
public final class ShortFormFuzz {
    private static final List<Fields.Reading<?>> DECODERS = List.of(
            PortSyntax::parse,
            PortDecoder::exposed,
            VolumeSyntax::parse,
            VolumeSyntax::cleanTarget,
            Durations::parse,
            Quantities::bytes,
            Quantities::nanoCpus,
            Quantities::mode,
            text -> Quantities.integer(text, Long.MIN_VALUE, Long.MAX_VALUE),
            ShellWords::split,
            Names::image,
            Names::hostname,
            Names::container,
            KernelWords::signal,
            AddressForms::ipv4,
            AddressForms::ipv6,
            AddressForms::ip,
            AddressForms::mac,
            KernelWords::networkInterface,
            KernelWords::capability,
            KernelWords::cpuset,
            KernelWords::deviceRule,
            Names::platform,
            Names::pullPolicy,
            Names::volumesFrom,
            Names::resource,
            AddressForms::anySubnet,
            AddressForms::subnet,
            DeviceSyntax::value,
            DeviceSyntax::permissions,
            TmpfsSyntax::checked,
            text -> Quantities.decimal(text, BigDecimal.ZERO, BigDecimal.TEN),
            Addresses::isIp,
            Addresses::ipv4,
            Addresses::range,
            ExtraHosts::entry,
            text -> Flags.read(text, () -> {}),
            text -> Nearest.hint(text, ServiceShape.SERVICE.words()),
            text -> MergeKeys.port(ScalarNode.string(Node.NOWHERE, text)),
            text -> MergeKeys.mount(ScalarNode.string(Node.NOWHERE, text)),
            text -> CoreSchema.asText(new ScalarNode(Node.NOWHERE, text, CoreSchema.kind(text))));

    private ShortFormFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Oracle.bounded(() -> {
            for (Fields.Reading<?> decoder : DECODERS) {
                try {
                    if (decoder.read(text) == null) {
                        throw new AssertionError("null for " + text);
                    }
                } catch (Malformed e) {
                    if (e.sentence().isEmpty()) {
                        throw new AssertionError("no sentence for " + text, e);
                    }
                }
            }
        });
    }
}
