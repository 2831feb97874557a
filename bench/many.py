"""Many clips at once, and long ones: how long they take, and what memory.

    python3 bench/many.py CLIP --clips 10 100 1000 --seconds 600 7200 --formats m4a mp3

The clip is repeated to each length, in each format, and uploaded; then so many copies of it are put into the container at once. The demo models, a storage emulator of its own.
"""
import argparse
import base64
import concurrent.futures
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

from growth import Service, finish, get, post, put, storage


def peak_megabytes(service):
    """Highest resident memory so far, by program."""
    def of(pid):
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        return next(int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM"))

    return ", ".join(f"{name} {of(pid):.0f} MB" for name, pid in service.processes.items())


def count_done(name):
    """How many voices of such names are completed, and how many rejected: by the index in storage, which the service has no part in."""
    _, body = storage("GET", "/voices", query="comp=list&include=metadata&prefix=index/&restype=container")
    done = {"Completed": 0, "Rejected": 0}
    for metadata in re.findall(r"<Metadata>(.*?)</Metadata>", body.decode()):
        values = dict(re.findall(r"<(\w+)>(.*?)</", metadata))
        if base64.b64decode(values["name"]).decode().startswith(name) and "status" in values:
            done[values["status"]] += 1
    return done


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
        done = count_done(name)
        for part in (1, count // 2, count):
            if sum(done.values()) >= part:
                marks.setdefault(part, time.perf_counter() - began)
        time.sleep(0.5)
    over.set()
    watching.join()
    return f"stored after {stored:.1f} s; first, half, all done after {', '.join(f'{seconds:.1f}' for seconds in marks.values())} s: {60 * count / marks[count]:.0f} a minute; slowest health {slowest[0]:.2f} s" + (f"; {done['Rejected']} rejected" if done["Rejected"] else "")


def prepare_long(clip, seconds, kind, folder):
    """The recording is ten minutes that were encoded once, as often as it takes: with 64 kbit/s, as phones do."""
    encoder = {"m4a": ["-c:a", "aac"], "mp3": ["-c:a", "libmp3lame"]}[kind]
    ten_minutes, recording = folder / f"ten-minutes.{kind}", folder / f"{seconds}.{kind}"
    ffmpeg = ["ffmpeg", "-nostdin", "-v", "error", "-stream_loop", "-1", "-i"]
    if not ten_minutes.exists():
        subprocess.run([*ffmpeg, clip, "-t", "600", "-ac", "1", "-ar", "44100", *encoder, "-b:a", "64k", ten_minutes], check=True)
    subprocess.run([*ffmpeg, ten_minutes, "-t", str(seconds), "-c", "copy", recording], check=True)
    sound = recording.read_bytes()
    began = time.perf_counter()
    voice = post(sound)
    uploaded = time.perf_counter() - began
    status = finish(voice)
    took = time.perf_counter() - began
    assert status["status"] == "completed", status
    profile = status["profile"]
    stages = ", ".join(f"{name} {stage['milliseconds']:.0f} ms" for name, stage in profile["stages"].items())
    return f"{len(sound) / 1e6:.1f} MB, {profile['clip']['seconds']:.0f} s by the profile; uploaded after {uploaded:.2f} s, profile after {took:.2f} s: {stages}"


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is stopped
    parser = argparse.ArgumentParser()
    parser.add_argument("clip", type=pathlib.Path)
    parser.add_argument("--clips", type=int, nargs="*", default=[10, 100])
    parser.add_argument("--seconds", type=int, nargs="*", default=[600, 7200])
    parser.add_argument("--formats", nargs="*", choices=["m4a", "mp3"], default=["m4a", "mp3"])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voiceprep-many-") as folder:
        home = pathlib.Path(folder)
        with Service(home) as service:
            for _ in range(5):
                finish(post(asked.clip.read_bytes()))
            print(f"after five clips: {peak_megabytes(service)}", flush=True)
            for kind in asked.formats:
                for seconds in asked.seconds:
                    print(f"{seconds} s, {kind}: {prepare_long(asked.clip, seconds, kind, home)}; peak so far {peak_megabytes(service)}", flush=True)
            for count in asked.clips:
                print(f"{count} clips: {put_many(asked.clip, count)}; peak so far {peak_megabytes(service)}", flush=True)


if __name__ == "__main__":
    main()
