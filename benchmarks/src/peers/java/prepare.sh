#!/bin/sh
# Compiles the Java peers into $1/classes, with what they need in $1/lib.
set -eu
target=$1
cd "$(dirname "$0")"
../../../../mvnw -B -ntp -q -f pom.xml -Dpeers.target="$target" compile ||
  { echo 'Maven could not get OSHI, Spring and Camel' >&2; exit 1; }
