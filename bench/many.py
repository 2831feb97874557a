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
import urllib.error

from growth import Service, cpu, finish, get, post, put, storage


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


class Health:
    """Asks for the health twice a second, until it is closed."""

    def __init__(self):
        self.slowest, self.refused, self.over = 0.0, 0, threading.Event()
        self.asking = threading.Thread(target=self.ask)
        self.asking.start()

    def ask(self):
        while not self.over.wait(0.5):
            began = time.perf_counter()
            try:
                get("/health")
            except urllib.error.HTTPError:
                self.refused += 1
            self.slowest = max(self.slowest, time.perf_counter() - began)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.over.set()
        self.asking.join()


def time_posted(sound):
    began = time.perf_counter()
    finish(post(sound), pause=0.5)
    return time.perf_counter() - began


def put_many(service, clip, count):
    name, sound = f"many-{count}-", clip.read_bytes()
    before = {name: cpu(pid) for name, pid in service.processes.items()}
    began = time.perf_counter()
    with Health() as health:
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda number: put(f"/clips/{name}{number:05}{clip.suffix}", sound), range(count)))
        stored = time.perf_counter() - began
        posted = concurrent.futures.ThreadPoolExecutor(1).submit(time_posted, sound)
        marks = {part: None for part in sorted({1, count // 4, count // 2, 3 * count // 4, count})}
        while marks[count] is None:
            asked = time.perf_counter()
            done = count_done(name)
            for part in marks:
                if marks[part] is None and sum(done.values()) >= part:
                    marks[part] = asked - began
                    print(f"  {part} of {count} done after {marks[part]:.1f} s", flush=True)
            time.sleep(max(0.5, 20 * (time.perf_counter() - asked)))  # the listing costs the emulator what the clips need
    print(f"  one that was posted once all were stored took {posted.result():.1f} s", flush=True)
    used = ", ".join(f"{name} {(cpu(pid) - before[name]) / count:.2f} s" for name, pid in service.processes.items())
    refused = f", 503 {health.refused} times" if health.refused else ""
    rejected = f"; {done['Rejected']} rejected" if done["Rejected"] else ""
    return f"stored after {stored:.1f} s, all done after {marks[count]:.1f} s: {60 * count / marks[count]:.0f} a minute{rejected}; CPU of a clip: {used}; slowest health {health.slowest:.2f} s{refused}"


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
                print(f"{count} clips: {put_many(service, asked.clip, count)}; peak so far {peak_megabytes(service)}", flush=True)


if __name__ == "__main__":
    main()
