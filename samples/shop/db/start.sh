#!/bin/sh
# Makes the cluster when there is none, with the owner `shop` and the password of SHOP_PASSWORD; then serves it.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    echo "$SHOP_PASSWORD" >/tmp/password
    initdb --username=shop --pwfile=/tmp/password --auth=scram-sha-256 --encoding=UTF8 --locale=C
    echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
    echo 'create database shop' | postgres --single postgres >/dev/null
fi
exec postgres -c listen_addresses='*' -c unix_socket_directories=/tmp
