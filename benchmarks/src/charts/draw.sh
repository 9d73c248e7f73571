#!/bin/sh
# draw.sh ENVIRONMENT RESULTS IMAGES: draws charts, with matplotlib in a virtual environment of its own.
set -eu
environment=$1
cd "$(dirname "$0")"
if [ ! -f "$environment/ready" ]; then
  python3 -c 'import venv, ensurepip' || { echo 'python3 with venv is not installed (python3-venv)' >&2; exit 1; }
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --disable-pip-version-check matplotlib==3.10.8 ||
    { echo 'pip could not install matplotlib' >&2; exit 1; }
  : >"$environment/ready"
fi
exec "$environment/bin/python" charts.py "$2" "$3"
