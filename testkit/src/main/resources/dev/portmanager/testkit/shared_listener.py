"""A master and N forked workers that hold one listening socket; all end with standard input."""
import os
import socket
import sys

listener = socket.create_server(("127.0.0.1", 0))
second = os.dup(listener.fileno())

# Only the master has the writing end, so the workers end with it, even if it is killed.
read_end, write_end = os.pipe()
workers = []
for _ in range(int(sys.argv[1])):
    pid = os.fork()
    if pid == 0:
        os.close(write_end)
        os.close(0)
        os.read(read_end, 1)
        os._exit(0)
    workers.append(pid)

print("READY", listener.getsockname()[1], *workers, flush=True)
for line in sys.stdin:
    if line.strip() == "ZOMBIE":
        if not hasattr(os, "waitid"):
            print("ZOMBIE", flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        # Waits for the end, and leaves the child unreaped.
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        print("ZOMBIE", pid, flush=True)
os._exit(0)
