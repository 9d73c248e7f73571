#!/bin/sh
# Builds the Go peers into $1/peers.
set -eu
target=$1
cd "$(dirname "$0")"
command -v go >/dev/null || { echo 'go is not installed' >&2; exit 1; }
mkdir -p "$target/source"
cp main.go "$target/source/"
cd "$target/source"
[ -f go.mod ] || go mod init peers
go get github.com/shirou/gopsutil/v4@v4.26.10 github.com/cakturk/go-netstat@v0.0.0-20200220111822-e5b49efee7a5 ||
  { echo 'the Go modules could not be had' >&2; exit 1; }
go build -o "$target/peers" . || { echo 'go could not build gopsutil and go-netstat' >&2; exit 1; }
