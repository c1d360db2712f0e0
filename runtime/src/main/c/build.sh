#!/bin/sh
# Compiles the keeper: build.sh TARGET-DIRECTORY. Called by the Maven build (runtime/pom.xml).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
directory=$1
target=$directory/keeper-$(uname -m)
warnings="-Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -fstack-protector-strong"

if [ -f "$target" ] && [ -z "$(find "$here" -newer "$target" -type f)" ]; then
    exit 0
fi
if ! command -v gcc >/dev/null; then
    echo "cannot compile the keeper: gcc is missing (Debian, Ubuntu: apt-get install gcc libc6-dev)" >&2
    exit 1
fi
if [ ! -f "$(gcc -print-file-name=libc.a)" ]; then
    echo "cannot compile the keeper: the static C library is missing (Debian, Ubuntu: apt-get install libc6-dev)" >&2
    exit 1
fi
mkdir -p "$directory"
for source in "$here"/*.c; do
    # The analyzer sees most when it optimises; it is a check of its own, so that a warning of it fails the build.
    gcc -c -O2 -std=gnu11 $warnings -fanalyzer -o /dev/null "$source"
done
gcc -static -Os -std=gnu11 $warnings -D_FORTIFY_SOURCE=2 -ffunction-sections -fdata-sections -Wl,--gc-sections \
    -Wl,-z,relro -Wl,--build-id=none -s -o "$target.new" "$here"/*.c
mv "$target.new" "$target"
