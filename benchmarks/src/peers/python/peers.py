"""Asks psutil and the original who listens, and portpicker, port-for and the original for free ports.

The line protocol is in ../README.md.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time

import original_port_manager
import port_for
import portpicker
import psutil

PORTSERVER = "@portmanager-benchmark-%d" % os.getpid()
RANGE = (20000, 29000)


def pids(found):
    found = sorted({pid for pid in found if pid is not None})
    return ",".join(map(str, found)) or "none"


def owners_by_psutil(port):
    return pids(
        c.pid
        for c in psutil.net_connections("tcp")
        if c.status == psutil.CONN_LISTEN and c.laddr and c.laddr.port == port
    )


@contextlib.contextmanager
def silence():
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        yield


ORIGINAL = original_port_manager.PortManager()
WIDE = original_port_manager.PortManager(*RANGE)
counter = 0


def original_owners(port):
    return pids(ORIGINAL._find_pids_using_port(port))


def original_kill(port):
    with silence():
        return "done" if ORIGINAL.kill_process_on_port(port) else "ERR nothing was ended"


def original_new(_):
    global counter
    counter += 1
    if len(WIDE.app_ports) > 50:
        WIDE.app_ports.clear()
    with silence():
        return WIDE.get_unique_port("app%d" % counter)


def original_again(_):
    with silence():
        return ORIGINAL.get_unique_port("again")


def listen_on_any(_):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(1)
        return server.getsockname()[1]


def start_portserver():
    """A portserver that ends with this process, however this ends."""

    def die_with_parent():
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG

    script = os.path.join(os.path.dirname(sys.executable), "portserver.py")
    return subprocess.Popen(
        [sys.executable, script, "--portserver_static_pool", "15000-18999", "--portserver_address", PORTSERVER],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )


server = None


def by_portserver(_):
    global server
    if server is None:
        server = start_portserver()
        deadline = time.monotonic() + 10
        while portpicker.get_port_from_port_server(PORTSERVER, pid=os.getpid()) is None:
            if time.monotonic() > deadline:
                raise RuntimeError("portserver did not come up")
            time.sleep(0.05)
    port = portpicker.get_port_from_port_server(PORTSERVER, pid=os.getpid())
    if port is None:
        raise RuntimeError("portserver gave no port")
    return port


OPERATIONS = {
    "psutil": owners_by_psutil,
    "original-owners": original_owners,
    "original-kill": original_kill,
    "original-new": original_new,
    "original-again": original_again,
    "portpicker": lambda _: portpicker.pick_unused_port(),
    "portserver": by_portserver,
    "port-for": lambda _: port_for.get_port((20000, 30000)),
    "bind-0": listen_on_any,
}


def ask(operation, argument):
    try:
        return str(OPERATIONS[operation](argument))
    except Exception as e:  # what a peer throws is an answer
        return "ERR " + repr(e).replace("\n", " ")


def serve(out):
    for line in sys.stdin:
        operation, count, argument = line.split()
        nanos = []
        for _ in range(int(count)):
            start = time.perf_counter_ns()
            answer = ask(operation, int(argument))
            nanos.append(time.perf_counter_ns() - start)
        nanos.sort()
        print(nanos[len(nanos) // 2], answer, file=out, flush=True)


def main():
    # Some peers print: the protocol has a descriptor of its own.
    out = os.fdopen(os.dup(1), "w")
    sys.stdout = open(os.devnull, "w")
    try:
        if len(sys.argv) == 4 and sys.argv[1] == "--once":
            print(ask(sys.argv[2], int(sys.argv[3])), file=out, flush=True)
        else:
            serve(out)
    finally:
        if server is not None:
            server.kill()


if __name__ == "__main__":
    main()
