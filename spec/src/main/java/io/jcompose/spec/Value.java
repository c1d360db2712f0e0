package io.jcompose.spec;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A checked value in canonical form, immutable: what the model keeps where it has no record of its own yet. */
public sealed interface Value {
    /** A text; also sizes in bytes and durations, as {@code config} prints them. */
    record Text(String text) implements Value {}

    /** A number; two that are equal are spelt alike. */
    record Decimal(BigDecimal number) implements Value {
        public Decimal {
            number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        }
    }

    /** A boolean. */
    record Flag(boolean set) implements Value {}

    /** Values in order. */
    record Items(List<Value> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Values by name, sorted. */
    record Fields(SortedMap<String, Value> values) implements Value {
        public Fields {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }

        public boolean has(String name) {
            return values.containsKey(name);
        }

        /** The text of that name; empty when there is none, or another value. */
        public String text(String name) {
            return values.get(name) instanceof Text text ? text.text() : "";
        }

        public Fields with(String name, Value value) {
            SortedMap<String, Value> more = new TreeMap<>(values);
            more.put(name, value);
            return new Fields(more);
        }
    }

    static Value of(String text) {
        return new Text(text);
    }

    static Value of(long number) {
        return new Decimal(BigDecimal.valueOf(number));
    }

    static Value of(boolean set) {
        return new Flag(set);
    }

    static Value of(Map<String, Value> values) {
        return new Fields(new TreeMap<>(values));
    }

    /** Whether it holds anything: an empty list or mapping does not. */
    default boolean isEmpty() {
        return (this instanceof Items list && list.items().isEmpty())
                || (this instanceof Fields fields && fields.values().isEmpty());
    }
}
