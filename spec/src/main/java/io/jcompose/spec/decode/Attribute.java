package io.jcompose.spec.decode;

/**
 * One row of the table: an attribute without a record of its own.
 *
 * @param level what becomes of it
 * @param note for a sentence: why it has no effect, or what happens without it; may be empty
 */
record Attribute(String name, Level level, Form form, boolean required, String note) {
    /** How far an attribute goes. */
    enum Level {
        /** Nothing needs to be done for it, or what it is part of has a level of its own. */
        KEPT,
        /** Nothing acts on it yet: a command that acts refuses it. */
        LATER,
        /** It means nothing on one Linux host: a warning. */
        NO_EFFECT
    }

    static Attribute kept(String name, Form form) {
        return new Attribute(name, Level.KEPT, form, false, "");
    }

    /** One that must be there. */
    static Attribute needed(String name, Form form) {
        return new Attribute(name, Level.KEPT, form, true, "");
    }

    static Attribute later(String name, Form form) {
        return new Attribute(name, Level.LATER, form, false, "");
    }

    /** One that does nothing here; {@code why} ends the sentence "`x` has no effect here: ". */
    static Attribute noEffect(String name, Form form, String why) {
        return new Attribute(name, Level.NO_EFFECT, form, false, why);
    }
}
