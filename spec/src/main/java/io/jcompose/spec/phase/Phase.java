package io.jcompose.spec.phase;

/** One step from trees to trees. Does not change what it is given; what is wrong goes to the setting's problems. */
interface Phase {
    Draft apply(Draft draft, Setting setting);
}
