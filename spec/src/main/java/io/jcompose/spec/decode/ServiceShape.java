package io.jcompose.spec.decode;

import static io.jcompose.spec.decode.Attribute.kept;
import static io.jcompose.spec.decode.Attribute.later;
import static io.jcompose.spec.decode.Attribute.noEffect;

import io.jcompose.spec.Value;
import io.jcompose.spec.grant.Grants;

/** The attributes of a service and of its parts that have decoders (compose-spec, 05-services). */
final class ServiceShape {
    private static final Form OFF = Forms.FLAG.unless(Value.of(false));
    private static final String WINDOWS = "it is for Windows containers";

    static final Shape SERVICE = Shape.of(
            "a service",
            """
            command container_name cpus depends_on deploy entrypoint env_file environment expose extends extra_hosts
            healthcheck hostname image init label_file labels links mem_limit networks pids_limit ports profiles
            read_only restart scale stop_grace_period stop_signal user volumes working_dir""",
            later("annotations", Forms.TEXTS_BY_KEY),
            later("attach", Forms.FLAG.unless(Value.of(true))),
            later("blkio_config", BlockIoShape.FORM),
            kept("build", BuildShape.FORM),
            later("cap_add", Forms.unique(Forms.text(KernelWords::capability))),
            later("cap_drop", Forms.unique(Forms.text(KernelWords::capability))),
            later("cgroup", Namespaces.CGROUP),
            later("cgroup_parent", Forms.TEXT),
            kept("configs", GrantShape.CONFIGS),
            noEffect("cpu_count", Forms.integer(0, Integer.MAX_VALUE), WINDOWS),
            noEffect("cpu_percent", Forms.integer(0, 100), WINDOWS),
            later("cpu_period", Forms.MICROSECONDS),
            later("cpu_quota", Forms.MICROSECONDS),
            later("cpu_rt_period", Forms.MICROSECONDS),
            later("cpu_rt_runtime", Forms.MICROSECONDS),
            later("cpu_shares", Forms.integer(0, Integer.MAX_VALUE).unless(Value.of(0))),
            later("cpuset", Forms.text(KernelWords::cpuset)),
            noEffect("credential_spec", DeviceShape.CREDENTIALS, WINDOWS),
            kept("develop", DevelopShape.FORM),
            later("device_cgroup_rules", Forms.unique(Forms.text(KernelWords::deviceRule))),
            later("devices", DeviceShape.DEVICES),
            later("dns", Forms.oneOrMore(Forms.text(AddressForms::ip))),
            later("dns_opt", Forms.unique(Forms.TEXT)),
            later("dns_search", Forms.TEXT_OR_TEXTS),
            later("domainname", Forms.text(Names::hostname)),
            later("external_links", Forms.unique(Forms.TEXT)),
            later("gpus", DeviceShape.GPUS),
            later("group_add", Forms.unique(Forms.LOOSE)),
            later("ipc", Namespaces.IPC),
            noEffect("isolation", Forms.TEXT, WINDOWS),
            later("logging", DeviceShape.LOGGING),
            later("mac_address", Forms.text(AddressForms::mac)),
            later("mem_reservation", Forms.BYTES),
            later("mem_swappiness", Forms.integer(0, 100)),
            later("memswap_limit", Forms.BYTES_OR_UNLIMITED.unless(Value.of("0"))),
            noEffect("models", ModelShape.GRANTS, "no model runner is built into jcompose"),
            later("network_mode", Namespaces.NETWORK),
            later("oom_kill_disable", OFF),
            later("oom_score_adj", Forms.integer(-1000, 1000).unless(Value.of(0))),
            later("pid", Namespaces.PID),
            kept("platform", Forms.text(Names::platform)),
            kept("post_start", HookShape.HOOKS),
            kept("pre_start", HookShape.PRE_START),
            kept("pre_stop", HookShape.HOOKS),
            later("privileged", OFF),
            later("provider", ModelShape.PROVIDER),
            kept("pull_policy", Forms.text(Names::pullPolicy).unless(Value.of("missing"))),
            kept("pull_refresh_after", Forms.text(PullPolicies::checked)),
            later("runtime", Forms.TEXT),
            kept("secrets", GrantShape.SECRETS),
            later("security_opt", Forms.unique(Forms.text(KernelWords::securityOption))),
            later("shm_size", Forms.BYTES),
            later("stdin_open", OFF),
            later("storage_opt", Forms.TEXTS_IN_MAPPING),
            later("sysctls", Forms.TEXTS_BY_KEY),
            later("tmpfs", Forms.oneOrMore(Forms.text(TmpfsSyntax::checked))),
            later("tty", OFF),
            later("ulimits", UlimitForm.ULIMITS),
            noEffect("use_api_socket", OFF, "there is no engine whose socket could be mounted"),
            later("userns_mode", Forms.text(Namespaces::user).unless(Value.of(""))),
            later("uts", Namespaces.UTS),
            later("volumes_from", Forms.unique(Forms.text(Names::volumesFrom))),
            // Not of the specification: the signal that a new content of secrets and configs is told by.
            kept(Grants.RELOAD, Forms.text(KernelWords::signal)));

    static final Shape HEALTHCHECK =
            Shape.of("a healthcheck", "test interval timeout retries start_period start_interval disable");

    static final Shape DEPENDENCY = Shape.of("a dependency", "condition restart required");

    static final Shape ENV_FILE = Shape.of("an env_file", "path required format");

    static final Shape PORT = Shape.of(
            "a port",
            "target published host_ip protocol",
            noEffect("mode", Forms.oneOf("ingress", "host").unless(Value.of("ingress")), "there is no cluster"),
            kept("name", Forms.TEXT),
            kept("app_protocol", Forms.TEXT));

    static final Shape ATTACHMENT = Shape.of(
            "a service's network",
            "aliases ipv4_address",
            later("ipv6_address", Forms.text(AddressForms::ipv6)),
            later(
                    "priority",
                    Forms.decimal(Integer.MIN_VALUE, Integer.MAX_VALUE).unless(Value.of(0))),
            later(
                    "gw_priority",
                    Forms.decimal(Integer.MIN_VALUE, Integer.MAX_VALUE).unless(Value.of(0))),
            later("interface_name", Forms.text(KernelWords::networkInterface)),
            later("link_local_ips", Forms.unique(Forms.text(AddressForms::ip))),
            later("mac_address", Forms.text(AddressForms::mac)),
            later("driver_opts", Forms.OPTIONS));

    private ServiceShape() {}
}
