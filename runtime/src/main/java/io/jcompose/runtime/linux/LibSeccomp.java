package io.jcompose.runtime.linux;

import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/** Functions of libseccomp 2.5 (seccomp.h). Errors are negative errno values. */
public interface LibSeccomp {
    @Nullable
    Pointer seccomp_init(int defaultAction);

    void seccomp_release(Pointer context);

    int seccomp_arch_native();

    int seccomp_arch_resolve_name(CharSequence name);

    int seccomp_arch_add(Pointer context, int architecture);

    int seccomp_attr_set(Pointer context, int attribute, int value);

    int seccomp_syscall_resolve_name(CharSequence name);

    int seccomp_syscall_resolve_name_arch(int architecture, CharSequence name);

    int seccomp_rule_add_array(Pointer context, int action, int call, int count, @Nullable Pointer comparisons);

    int seccomp_export_bpf(Pointer context, int fd);
}
