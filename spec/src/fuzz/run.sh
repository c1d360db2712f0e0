#!/bin/sh
# Runs Jazzer on each target for a time; called by the Maven profile `fuzz`.
#   ./mvnw -pl spec -Pfuzz -DskipTests -Dfuzz.seconds=120 [-Dfuzz.targets=fuzz.DotenvFuzz] test
# New inputs that reach more code collect in target/fuzz/TARGET; a finding is written to target/fuzz/TARGET-crash-*:
# fix it, and keep the input in src/test/resources/fuzz/TARGET.
# arguments: seconds, targets separated by commas, then -cp CLASSPATH
set -eu

seconds=$1
targets=$2
shift 2
found=

for target in $(echo "$targets" | tr , ' '); do
    name=${target##*.}
    mkdir -p "target/fuzz/$name"
    echo "fuzzing $name for $seconds s"
    # Reading the files that a Compose file names is what the loader is for.
    nice -n 19 java "$@" -Xmx1g com.code_intelligence.jazzer.Jazzer \
        --target_class="io.jcompose.spec.$target" \
        --instrumentation_includes='io.jcompose.**:org.yaml.snakeyaml.**' \
        --disabled_hooks=com.code_intelligence.jazzer.sanitizers.FilePathTraversal \
        --reproducer_path=target/fuzz \
        -max_total_time="$seconds" -timeout=60 -max_len=8192 -rss_limit_mb=3000 -print_final_stats=1 \
        -artifact_prefix="target/fuzz/$name-" \
        "target/fuzz/$name" "src/test/resources/fuzz/$name" || found="$found $name"
done

if [ -n "$found" ]; then
    echo "findings:$found"
    exit 1
fi
