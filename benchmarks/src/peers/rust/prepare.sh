#!/bin/sh
# Builds the Rust peers into $1/peers and $1/bin/killport.
set -eu
target=$1
cd "$(dirname "$0")"
command -v cargo >/dev/null || { echo 'cargo (Rust) is not installed' >&2; exit 1; }
mkdir -p "$target/source/src"
cp Cargo.toml "$target/source/"
cp src/main.rs "$target/source/src/"
cargo build --release --quiet --manifest-path "$target/source/Cargo.toml" --target-dir "$target/build" ||
  { echo 'cargo could not build netstat2, listeners and killport' >&2; exit 1; }
cp "$target/build/release/peers" "$target/peers"
cargo install --quiet --locked --root "$target" --target-dir "$target/build-killport" --version 2.0.2 killport ||
  { echo 'cargo could not install killport' >&2; exit 1; }
