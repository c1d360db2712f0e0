package io.jcompose.spec.decode;

import static io.jcompose.spec.decode.Attribute.kept;
import static io.jcompose.spec.decode.Attribute.needed;

/** The attributes of {@code blkio_config}: weights and limits of block devices. */
final class BlockIoShape {
    private static final Form WEIGHT = Forms.integer(10, 1000);
    private static final Form OPERATIONS = Forms.integer(0, Long.MAX_VALUE);

    static final Form FORM = Forms.someFields(Shape.of(
            "blkio_config",
            "",
            kept("weight", WEIGHT),
            kept("weight_device", devices("weight", WEIGHT)),
            kept("device_read_bps", devices("rate", Forms.BYTES)),
            kept("device_read_iops", devices("rate", OPERATIONS)),
            kept("device_write_bps", devices("rate", Forms.BYTES)),
            kept("device_write_iops", devices("rate", OPERATIONS))));

    private BlockIoShape() {}

    private static Form devices(String what, Form amount) {
        return Forms.list(
                Forms.fields(Shape.of("a block device", "", needed("path", Forms.TEXT), needed(what, amount))));
    }
}
