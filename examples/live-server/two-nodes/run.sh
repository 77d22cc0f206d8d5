#!/usr/bin/env bash
# Runs two nodes on one store and nginx in front of them, which takes turns. A node that ends is
# started again. Ctrl-C ends it all.
#
#   run.sh STORE [PORT]     a store's URI, as for the server's --store, and nginx's port
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
jar=$here/../target/chalkstream-live-server.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
store=${1:?which store? For example: run.sh file:/var/lib/chalkstream}
port=${2:-8080}
work=$(mktemp -d)
supervisors=()

# The pid file is how a node's supervisor, which runs beside this shell, tells what to end.
stop() {
  trap - EXIT INT TERM
  for supervisor in "${supervisors[@]}"; do kill "$supervisor" 2>/dev/null || true; done
  for file in "$work"/*.pid; do kill "$(cat "$file" 2>/dev/null)" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 0' INT TERM

# The first start finds a free port, which the node then keeps.
supervise() {
  local node=$1 at=0
  while :; do
    "$java" -jar "$jar" --store "$store" --port "$at" >"$work/$node.out" &
    echo $! >"$work/$node.pid"
    wait $! || true
    at=$(port_of "$node")
    sleep 1
  done
}

port_of() {
  sed -n 's,^Chalkstream is ready at http://[^:]*:\([0-9]*\)/.*,\1,p' "$work/$1.out"
}

await() {
  for _ in $(seq 600); do
    if "$@"; then return; fi
    sleep 0.1
  done
  echo "run.sh: in vain waited for: $*" >&2
  exit 1
}

has_port() { [ -n "$(port_of "$1" 2>/dev/null)" ]; }
answers() { curl --silent --fail --output /dev/null "http://127.0.0.1:$port/"; }

for node in node1 node2; do
  supervise "$node" &
  supervisors+=($!)
done
await has_port node1
await has_port node2

sed -e "s,{DIRECTORY},$work,g" -e "s,{PORT},$port," -e "s,{NODE1},$(port_of node1)," \
  -e "s,{NODE2},$(port_of node2)," "$here/nginx.conf" >"$work/nginx.conf"
# Run by root, nginx would have its workers give up the right to the directory.
as=()
if [ "$(id -u)" = 0 ]; then as=(-g "user $(id -un) $(id -gn);"); fi
nginx -p "$work" -e stderr -c "$work/nginx.conf" "${as[@]}" &
echo $! >"$work/nginx.pid"
await answers

echo "Chalkstream is ready at http://127.0.0.1:$port/, on processes $(cat "$work/node1.pid") and $(cat "$work/node2.pid")"
wait
