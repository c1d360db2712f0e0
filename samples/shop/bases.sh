#!/bin/sh
# Makes the base images out of this host's packages: apt install postgresql-15 redis-server nginx-light
set -eu
jcompose=${JCOMPOSE:-$(dirname "$0")/../../jcompose}
tools='/bin/sh /bin/mkdir /bin/chown /bin/cat /bin/grep'
# shellcheck disable=SC2086
"$jcompose" image from-host --name debian/postgres \
    /usr/lib/postgresql/15 /usr/share/postgresql/15 /usr/share/zoneinfo $tools
"$jcompose" image from-host --name debian/redis /usr/bin/redis-server /usr/bin/redis-cli
# shellcheck disable=SC2086
"$jcompose" image from-host --name debian/nginx /usr/sbin/nginx /etc/nginx/mime.types $tools
