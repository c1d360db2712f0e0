package io.jcompose.orchestrator.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** Lambdas and method references of all kinds. {@link PlainLambdasIT} packs this class alone: it needs the JDK only. */
public final class Lambdas implements Supplier<List<String>> {
    private final String prefix;
    private final List<String> seen = new ArrayList<>();

    public Lambdas() {
        this("p");
    }

    private Lambdas(String prefix) {
        this.prefix = prefix;
    }

    private interface Greeting {
        String greet(String name);

        private String loud(String name) {
            Supplier<String> greeting = () -> greet(name);
            return greeting.get() + "!";
        }
    }

    private static final class Mate {
        private final long number;

        private Mate(long number) {
            this.number = number;
        }

        private long twice() {
            LongAs as = factor -> number * factor;
            return as.times(2);
        }
    }

    private interface LongAs {
        long times(int factor);
    }

    @Override
    public List<String> get() {
        captures(1, 2L, 3.5, 'c', true, (byte) 4, (short) 5, 6.5f);
        conversions();
        references();
        return seen;
    }

    private void captures(int i, long l, double d, char c, boolean z, byte b, short s, float f) {
        Supplier<String> all = () -> prefix + i + l + d + c + z + b + s + f;
        say(all.get());
        Supplier<Supplier<String>> nested = () -> () -> prefix + l;
        say(nested.get().get());
        int[] count = {0};
        Runnable counting = () -> count[0]++;
        counting.run();
        say("" + count[0]);
    }

    private void conversions() {
        ToIntFunction<Integer> unboxed = Integer::intValue;
        IntToLongFunction widened = Math::abs;
        IntToDoubleFunction toDouble = Math::abs;
        IntFunction<Object> boxed = Integer::valueOf;
        IntFunction<Number> boxedAsNumber = each -> each;
        ToLongFunction<Map.Entry<String, Long>> castAndUnboxed = Map.Entry::getValue;
        ToIntFunction<Character> fromCharacter = Character::getNumericValue;
        ToIntFunction<Character> widerCharacter = Lambdas::code;
        Consumer<String> ignoresResult = seen::add;
        Consumer<Object> ignoresLong = value -> Long.parseLong(value.toString());
        BinaryOperator<Integer> sum = Integer::sum;
        BinaryOperator<Long> greater = Math::max;
        Function<Object, String> erased = Object::toString;
        say(unboxed.applyAsInt(7) + " " + widened.applyAsLong(-8) + " " + toDouble.applyAsDouble(-9));
        say(boxed.apply(1) + " " + boxedAsNumber.apply(2) + " " + castAndUnboxed.applyAsLong(Map.entry("k", 3L)));
        say(fromCharacter.applyAsInt('7') + " " + widerCharacter.applyAsInt('a'));
        ignoresResult.accept("added");
        ignoresLong.accept("10");
        say(sum.apply(1, 2) + " " + greater.apply(3L, 4L) + " " + erased.apply(List.of(5)));
    }

    private void references() {
        Supplier<TreeMap<String, Integer>> constructor = TreeMap::new;
        Function<Long, Mate> privateConstructor = Mate::new;
        ToLongFunction<Mate> privateMethod = Mate::twice;
        IntFunction<int[]> array = int[]::new;
        UnaryOperator<String> bound = prefix::concat;
        BiFunction<String, String, Integer> unbound = String::compareTo;
        IntUnaryOperator own = this::next;
        Supplier<String> above = super::toString;
        Greeting greeting = name -> "hello " + name;
        say(constructor.get() + " " + privateMethod.applyAsLong(privateConstructor.apply(21L)));
        say(array.apply(3).length + " " + bound.apply("q") + " " + unbound.apply("a", "b") + " " + own.applyAsInt(1));
        say(above.get().startsWith(Lambdas.class.getName()) + " " + greeting.loud("you"));
    }

    private int next(int number) {
        return number + prefix.length();
    }

    private static int code(int point) {
        return point;
    }

    private void say(String text) {
        seen.add(text);
    }
}
