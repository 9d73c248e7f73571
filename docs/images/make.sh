#!/usr/bin/env bash
# Takes the pictures of JConsole in this folder: starts "portmanager serve" and some applications in
# a register of their own, lets the JDK's own jconsole look at it on a virtual screen, drives it by
# the keyboard where it can, and takes PNGs. Needs a JDK with its graphical part and, on Debian:
#   apt-get install --no-install-recommends xvfb openbox xdotool imagemagick openjdk-17-jdk fonts-dejavu-core
# Ends only what it started itself.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly images=$PWD portmanager=$PWD/../../bin/portmanager
readonly width=1160 height=620
work=$(mktemp -d)
started=()
export PATH=/usr/bin:/bin:$PATH # the system's own programs, where there are several

finish() {
  local pid
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf -- "$work"
}
trap finish EXIT

say() { printf '%s\n' "$*" >&2; }

for tool in Xvfb openbox xdotool import convert jconsole python3; do
  command -v "$tool" >/dev/null || { say "$tool is missing; see the head of this script"; exit 1; }
done

start() { # runs a program in the background; its output goes to a log of its own
  "$@" >"$work/log-${#started[@]}" 2>&1 &
  started+=("$!")
  last=$!
}

wait_for() { # waits at most 60 s until a command succeeds
  local deadline=$((SECONDS + 60))
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || { say "waited in vain for: $*"; exit 1; }
    read -rt 0.2 <> <(:) || true
  done
}

pause() { read -rt "$1" <> <(:) || true; }

# A screen of our own, whose number Xvfb picks itself.
exec 3>"$work/display"
start Xvfb -displayfd 3 -screen 0 "${width}x${height}x24" -nolisten tcp
wait_for grep -q . "$work/display"
DISPLAY=:$(cat "$work/display")
export DISPLAY
start openbox --sm-disable

app() { # a server under a name, on a port of its own
  start "$portmanager" run "$1" -- python3 -m http.server --bind 127.0.0.1 '{port}'
}
has_port() { "$portmanager" port "$1"; }

export PORTMANAGER_REGISTRY=$work/leases

"$portmanager" --version >/dev/null # builds, at first use
start "$portmanager" serve --allow find,release,kill
agent=$last
for name in web api docs; do app "$name"; done
wait_for has_port docs

# ---- driving: places are those of a window that fills our screen -----------------------------------
window() { xdotool search --onlyvisible --name '^Java Monitoring'; }
click() { xdotool mousemove "$1" "$2" click 1; pause 0.8; }
twice() { xdotool mousemove "$1" "$2" click --repeat 2 --delay 80 1; pause 1.5; }
keys() { local key; for key in "$@"; do xdotool key "$key"; pause 0.6; done; }
shoot() { # a PNG of the whole screen, small
  import -window root png:- | convert - -strip -colors 128 -define png:compression-level=9 "$images/$1.png"
  say "$1.png, $(stat -c %s "$images/$1.png") bytes"
}

start jconsole -interval=1 "$agent"
wait_for window
pause 5 # it now asks whether it may connect without TLS, as it may to a process of one's own
xdotool windowmove "$(window)" 0 0 windowsize "$(window)" "$width" "$((height - 21))"
pause 1
click 363 222
pause 4
click 474 78 # the tab MBeans
pause 1
xdotool mousemove 172 400 mousedown 1 mousemove 230 400 mousemove 252 400 mouseup 1 # a wider tree

# ---- the tree: open the beans by the keyboard --------------------------------------------------------
click 60 150
xdotool type --delay 60 dev.portm
keys Right Down Right Down Right Down

# ---- attributes: a number that changes is plotted, the leases are opened -----------------------------
twice 800 136 # AllocatedCount
for name in shop mail; do app "$name"; wait_for has_port "$name"; pause 3; done
pause 2
shoot jconsole-plot
click "$((250 + (width - 250) * 3 / 4))" 326 # Discard chart
keys alt+r
twice 800 328 # LeaseSummary
shoot jconsole-attributes

# ---- notifications: of leases, and of a process that is ended ---------------------------------------
click 118 187
keys Down alt+s

# ---- operations: who listens, then end that and nothing else ----------------------------------------
fill() { xdotool mousemove "$1" "$2" click --repeat 3 --delay 60 1 type --delay 40 "$3"; pause 0.5; }

web=$(has_port web)
pid=$("$portmanager" who "$web" --json | python3 -c '
import json, sys
print(json.load(sys.stdin)["ports"][0]["listeners"][0]["owners"][0]["pid"])')
click 118 203
keys Down Right Down Right Down
answer() { xdotool search --onlyvisible --name '^Operation return value'; }
fill 666 131 "$web"
click 471 131 # findProcessOnPort
wait_for answer
xdotool windowmove "$(answer)" 480 170
pause 1
shoot jconsole-operations
keys Return
fill 659 523 "$web"
fill 879 523 "$pid"
fill 1063 523 false
click 467 523 # killProcessOnPort
wait_for answer
pause 1
keys Return

# ---- what was told of it --------------------------------------------------------------------------------
click 118 203
pause 2
shoot jconsole-notifications
