#!/bin/sh
# Makes a virtual environment with the Python peers in $1. The original's package is not installed, which would bring
# all of a notebook's world with it: only its one file is taken out of it.
set -eu
target=$1
cd "$(dirname "$0")"
# The system's Python first: another user may run it too.
for python in /usr/bin/python3 python3; do
  if "$python" -c 'import venv, ensurepip' 2>/dev/null; then break; fi
done
"$python" -c 'import venv, ensurepip' || { echo 'python3 with venv is not installed (python3-venv)' >&2; exit 1; }
[ -x "$target/venv/bin/python" ] || "$python" -m venv "$target/venv"
"$target/venv/bin/pip" install --quiet --disable-pip-version-check -r requirements.txt ||
  { echo 'pip could not install psutil, portpicker and port-for' >&2; exit 1; }
cp peers.py "$target/"
if [ ! -f "$target/original_port_manager.py" ]; then
  "$target/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --dest "$target/download" sovai==0.2.87 ||
    { echo 'pip could not download sovai 0.2.87' >&2; exit 1; }
  "$target/venv/bin/python" - "$target" <<'PYTHON'
import glob, sys, tarfile, zipfile

target = sys.argv[1]
package = glob.glob(target + "/download/sovai-0.2.87*")[0]
if package.endswith(".whl"):
    archive = zipfile.ZipFile(package)
    names, read = archive.namelist(), archive.read
else:
    archive = tarfile.open(package)
    names, read = archive.getnames(), lambda name: archive.extractfile(name).read()
name = [n for n in names if n.endswith("utils/port_manager.py")][0]
open(target + "/original_port_manager.py", "wb").write(read(name))
PYTHON
fi
chmod -R a+rX "$target"
