package io.jcompose.spec.decode;

import java.util.Set;
import java.util.TreeSet;

/**
 * Every attribute of the Compose Specification, by the mapping that it stands in (schema of compose-go, July 2026). What
 * is listed here and taken by no decoder is refused as not built yet; what is not listed is a typo.
 */
enum Vocabulary {
    PROJECT("a project", "version name services networks volumes secrets configs include models"),
    SERVICE("a service", """
            annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name
            cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset
            credential_spec depends_on deploy develop device_cgroup_rules devices dns dns_opt dns_search domainname
            entrypoint env_file environment expose extends external_links extra_hosts gpus group_add healthcheck
            hostname image init ipc isolation label_file labels links logging mac_address mem_limit mem_reservation
            mem_swappiness memswap_limit models network_mode networks oom_kill_disable oom_score_adj pid pids_limit
            platform ports post_start pre_start pre_stop privileged profiles provider pull_policy pull_refresh_after
            read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal
            storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volumes volumes_from
            working_dir"""),
    DEPLOY(
            "deploy",
            "replicas resources restart_policy update_config rollback_config mode endpoint_mode labels placement"),
    RESOURCES("deploy.resources", "limits reservations"),
    LIMITS("deploy.resources.limits", "cpus memory pids"),
    HEALTHCHECK("a healthcheck", "test interval timeout retries start_period start_interval disable"),
    PORT("a port", "target published host_ip protocol mode name app_protocol"),
    MOUNT("a volume mount", "type source target read_only consistency bind volume tmpfs image"),
    BIND("bind options", "create_host_path propagation recursive selinux"),
    VOLUME_OPTIONS("volume options", "nocopy subpath labels"),
    TMPFS("tmpfs options", "size mode"),
    DEPENDENCY("a dependency", "condition restart required"),
    ATTACHMENT(
            "a service's network",
            "aliases ipv4_address ipv6_address priority gw_priority interface_name link_local_ips mac_address"
                    + " driver_opts"),
    ENV_FILE("an env_file", "path required format"),
    NETWORK("a network", "name driver driver_opts internal external ipam labels enable_ipv4 enable_ipv6 attachable"),
    IPAM("ipam", "driver options config"),
    POOL("an address pool", "subnet ip_range gateway aux_addresses"),
    VOLUME("a volume", "name driver driver_opts external labels"),
    ORIGIN("x-jcompose", "working_dir files");

    private final String noun;
    private final Set<String> words;

    Vocabulary(String noun, String words) {
        this.noun = noun;
        this.words = new TreeSet<>(Set.of(words.split("\\s+")));
    }

    String noun() {
        return noun;
    }

    Set<String> words() {
        return words;
    }
}
