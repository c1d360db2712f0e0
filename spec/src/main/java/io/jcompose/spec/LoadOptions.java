package io.jcompose.spec;

/**
 * Which steps of a load are taken. What is left out is left as the files have it; a project that {@code up} may act on was
 * loaded with {@link #ALL}.
 *
 * @param interpolate whether variables are replaced by their values; if not, paths and env files are left too: a path may
 *     begin with a variable, and a value of an env file may hold a {@code $} that means itself
 * @param normalize whether names, the default network and implied dependencies are written out
 * @param resolvePaths whether relative paths become absolute
 * @param consistency whether the parts are checked against each other
 * @param resolveEnv whether {@code env_file} is folded into {@code environment}
 */
public record LoadOptions(
        boolean interpolate, boolean normalize, boolean resolvePaths, boolean consistency, boolean resolveEnv) {
    public static final LoadOptions ALL = new LoadOptions(true, true, true, true, true);

    public LoadOptions {
        resolvePaths = resolvePaths && interpolate;
        resolveEnv = resolveEnv && interpolate;
    }

    /** Whether the result is a whole project: else only its tree is meaningful, in the forms of the files. */
    public boolean whole() {
        return interpolate && normalize && resolvePaths && resolveEnv;
    }
}
