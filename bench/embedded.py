#!/usr/bin/env python3
"""What the embedded host adds to an orchestration: three activities that do nothing, one after the other.

    dotnet build -c Release Embedded/Functions.Tests/TestApp
    bench/embedded.py [sequential] [concurrent]
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

APP = "Embedded/Functions.Tests/TestApp/bin/Release/net10.0/Embedded.TestApp.dll"
URL = "http://127.0.0.1:27071"
HOPS = 4  # to each activity and back into the orchestrator, and the end


def call(path, data=None):
    with urllib.request.urlopen(URL + path, data=data, timeout=60) as response:
        return response.read().decode()


def run(name):
    """Starts one and gives the milliseconds from its creation to its end, by its own history."""
    call(f"/api/start/Chain/{name}", b"0")
    while True:
        status = json.loads(call(f"/runtime/webhooks/durabletask/instances/{name}?showHistory=true"))
        if status["runtimeStatus"] == "Completed":
            times = [datetime.fromisoformat(e["Timestamp"][:26]) for e in status["historyEvents"]]
            return (times[-1] - times[0]).total_seconds() * 1000
        time.sleep(0.005)


def main(sequential=200, concurrent=1000):
    with tempfile.TemporaryDirectory() as folder:
        app = subprocess.Popen(
            ["dotnet", APP, f"--urls={URL}", f"--Journal={folder}/journal", f"--EmbeddedHost:DataFolder={folder}/data"]
            + [f"--AzureWebJobs:{name}:Disabled=true" for name in ("OnBlob", "OnText", "OnBytes", "OnStream")],
            stdout=subprocess.DEVNULL)
        try:
            while True:
                try:
                    call("/api/nothing")
                    break
                except OSError:
                    time.sleep(0.1)
            for i in range(20):
                run(f"warm-{i}")
            times = sorted(run(f"one-{i}") for i in range(sequential))
            print(f"alone: mean {statistics.mean(times):.1f} ms, median {times[len(times) // 2]:.1f}, "
                  f"95 % {times[int(len(times) * 0.95)]:.1f}; a hop {statistics.median(times) / HOPS:.1f} ms")
            start = time.monotonic()
            with ThreadPoolExecutor(32) as pool:
                list(pool.map(lambda i: run(f"many-{i}"), range(concurrent)))
            print(f"32 at once: {concurrent / (time.monotonic() - start):.0f} orchestrations a second")
            memory = next(line for line in open(f"/proc/{app.pid}/status", encoding="ascii") if line.startswith("VmRSS"))
            print(f"memory: {int(memory.split()[1]) // 1024} MB, load {os.getloadavg()[0]:.1f}")
        finally:
            app.terminate()
            app.wait()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
