#!/bin/sh
# Installs the node peers into $1.
set -eu
target=$1
cd "$(dirname "$0")"
command -v node >/dev/null && command -v npm >/dev/null || { echo 'node and npm are not installed' >&2; exit 1; }
cp package.json peers.mjs "$target/"
cd "$target"
npm install --no-audit --no-fund --silent || { echo 'npm could not install pid-port, fkill and get-port' >&2; exit 1; }
