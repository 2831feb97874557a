"""Many clips at once, and long ones: how long they take, and what memory.

    python3 bench/many.py CLIP --clips 10 100 1000 --seconds 600 7200

So many copies of the clip are put into the container at once; then the clip is repeated to each length and uploaded. The demo models, a storage emulator of its own.
"""
import argparse
import concurrent.futures
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from growth import CACHE, finish, get, post, put, start, stop, tree


def peak_megabytes(service):
    """Highest resident memory so far, by program."""
    peaks = {}
    for pid in tree(service.pid):
        try:
            command = pathlib.Path(f"/proc/{pid}/cmdline").read_text()
            peak = next(int(line.split()[1]) / 1000 for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
        except (OSError, StopIteration):
            continue  # ended meanwhile
        name = "host" if "LocalHost.dll" in command else "app" if "FunctionApp.dll" in command else "emulator" if "azurite" in command else None
        if name:
            peaks[name] = max(peaks.get(name, 0), peak)
    return ", ".join(f"{name} {peak:.0f} MB" for name, peak in peaks.items())


def voices(name, status):
    found, continuation = [], None
    while True:
        page = get("/voices?" + urllib.parse.urlencode({"limit": 100, "name": name, "status": status, **({"continuation": continuation} if continuation else {})}))
        found += page["voices"]
        continuation = page.get("continuation")
        if not continuation:
            return found


def put_many(clip, count):
    name = f"many-{count}-"
    slowest, over = [0.0], threading.Event()

    def ask():
        while not over.wait(0.5):
            began = time.perf_counter()
            get("/health")
            slowest[0] = max(slowest[0], time.perf_counter() - began)

    watching = threading.Thread(target=ask)
    watching.start()
    began = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: put(f"/clips/{name}{number:05}{clip.suffix}", clip.read_bytes()), range(count)))
    stored = time.perf_counter() - began
    marks = {}
    while len(marks) < 3:
        done = len(voices(name, "completed"))
        for part in (1, count // 2, count):
            if done >= part:
                marks.setdefault(part, time.perf_counter() - began)
        time.sleep(1)
    over.set()
    watching.join()
    bad = [status for status in ("rejected", "failed") if voices(name, status)]
    return f"stored after {stored:.1f} s; first, half, all done after {', '.join(f'{seconds:.1f}' for seconds in marks.values())} s: {60 * count / marks[count]:.0f} a minute; slowest health {slowest[0]:.2f} s" + (f"; {bad}" if bad else "")


def prepare_long(clip, seconds, folder):
    recording = folder / f"{seconds}.ogg"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-stream_loop", "-1", "-i", clip, "-t", str(seconds), "-ac", "1", "-c:a", "libopus", "-b:a", "32k", "-compression_level", "0", recording], check=True)
    began = time.perf_counter()
    status = finish(post(recording.read_bytes()))
    took = time.perf_counter() - began
    assert status["status"] == "completed", status
    stages = ", ".join(f"{name} {stage['milliseconds']:.0f} ms" for name, stage in status["profile"]["stages"].items())
    return f"{recording.stat().st_size / 1e6:.1f} MB, from upload to profile {took:.1f} s: {stages}"


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is stopped
    parser = argparse.ArgumentParser()
    parser.add_argument("clip", type=pathlib.Path)
    parser.add_argument("--clips", type=int, nargs="*", default=[10, 100])
    parser.add_argument("--seconds", type=int, nargs="*", default=[600, 7200])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voiceprep-many-") as folder:
        home = pathlib.Path(folder)
        (home / "azurite").symlink_to(CACHE / "azurite")
        service, _ = start(home)
        try:
            for _ in range(5):
                finish(post(asked.clip.read_bytes()))
            print(f"after five clips: {peak_megabytes(service)}", flush=True)
            for seconds in asked.seconds:
                print(f"{seconds} s: {prepare_long(asked.clip, seconds, home)}; peak so far {peak_megabytes(service)}", flush=True)
            for count in asked.clips:
                print(f"{count} clips: {put_many(asked.clip, count)}; peak so far {peak_megabytes(service)}", flush=True)
        finally:
            stop(service)


if __name__ == "__main__":
    main()
