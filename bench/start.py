"""Times the start of the service by part, and its first profiles: of this checkout, or of several that take turns.

    python3 bench/start.py CLIP RUNS [CHECKOUT...]            each built as its run.sh builds it; models and settings by the environment

Seconds from the start of the processes, medians. A part is done when its line is in the host's log, or what it brings answers.
"""
import datetime
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("VOICEPREP_CACHE", HERE / ".cache"))
ACCOUNT = "devstoreaccount1"  # the emulator's own; its key is public
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
LINES = {
    "worker: natives and device": r"libwhisper ",
    "worker: functions loaded": r"Worker \d+ is ready",
    "model: loaded and warm": r"loaded in \d+ ms",
    "host: triggers run": r"Job host started",
    "host: listens": r"Listening on",
}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def listens(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def cpu(pid):
    return sum(map(int, pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])) / os.sysconf("SC_CLK_TCK")


def prepare(address, clip):
    began = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(f"{address}/api/voices?fileName=a.wav", data=clip, method="POST")) as answer:
        voice = json.load(answer)["id"]
    while True:
        with urllib.request.urlopen(f"{address}/api/voices/{voice}") as answer:
            status = json.load(answer)
        if status["status"] == "completed":
            return time.perf_counter() - began
        assert status["status"] in ("queued", "running"), status
        time.sleep(0.02)


def run(checkout, clip):
    with tempfile.TemporaryDirectory() as folder:
        port, *storage = (free_port() for _ in range(4))
        address = f"http://127.0.0.1:{port}"
        blob, queue, table = (f"http://127.0.0.1:{port}/{ACCOUNT}" for port in storage)
        connection = f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={KEY};BlobEndpoint={blob};QueueEndpoint={queue};TableEndpoint={table};"
        log = pathlib.Path(folder, "log")
        began = time.time()
        emulator = subprocess.Popen(
            ["node", CACHE / "azurite/node_modules/azurite/dist/src/azurite.js", "--location", folder, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
             "--blobPort", str(storage[0]), "--queuePort", str(storage[1]), "--tablePort", str(storage[2])])
        with log.open("w") as output:
            host = subprocess.Popen(
                ["dotnet", checkout / "LocalHost/bin/Release/net10.0/VoicePrep.LocalHost.dll", checkout / "FunctionApp/bin/Release/net10.0/linux-x64/publish", "--urls", address],
                env={**os.environ, "AzureWebJobsStorage": connection, "AzureWebJobs__ClipUploadedEvent__Disabled": "true"}, stdout=output, stderr=output)
        try:
            parts = {}
            while "ready" not in parts:
                assert host.poll() is None, log.read_text()
                if "storage answers" not in parts and listens(storage[0]):
                    parts["storage answers"] = time.time() - began
                if answers(f"{address}/api/health"):
                    parts["ready"] = time.time() - began
                time.sleep(0.02)
            workers = [int(child) for task in pathlib.Path(f"/proc/{host.pid}/task").iterdir() for child in (task / "children").read_text().split()]
            parts["CPU seconds of the host until then"] = cpu(host.pid)
            parts["CPU seconds of the app"] = sum(cpu(pid) for pid in workers)
            for number in ("first", "second", "third"):
                parts[f"{number} profile, from its upload"] = prepare(address, clip)
        finally:
            host.send_signal(signal.SIGTERM)
            host.wait()
            emulator.kill()
            emulator.wait()
        midnight = datetime.datetime.fromtimestamp(began).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        text = log.read_text()
        for part, line in LINES.items():
            if match := re.search(rf"^(\d\d):(\d\d):([\d.]+) .*{line}", text, re.MULTILINE):
                parts[part] = midnight + 3600 * int(match[1]) + 60 * int(match[2]) + float(match[3]) - began
        if match := re.search(r"loaded in (\d+) ms, warm after another (\d+) ms", text):
            parts["of it the load"], parts["of it the warm-up"] = int(match[1]) / 1000, int(match[2]) / 1000
        return parts


def main():
    clip, runs = pathlib.Path(sys.argv[1]).read_bytes(), int(sys.argv[2])
    checkouts = [pathlib.Path(path).resolve() for path in sys.argv[3:]] or [HERE]
    results = {checkout: [] for checkout in checkouts}
    for number in range(runs):
        for checkout in checkouts[number % len(checkouts):] + checkouts[:number % len(checkouts)]:
            results[checkout].append(run(checkout, clip))
            print(f"{checkout}: ready after {results[checkout][-1]['ready']:.2f} s", file=sys.stderr)
    print("| part | " + " | ".join(str(checkout) for checkout in checkouts) + " |\n|" + "---|" * (len(checkouts) + 1))
    for part in sorted(results[checkouts[0]][0], key=lambda name: ("profile" in name, "CPU" in name, statistics.median(row[name] for row in results[checkouts[0]]))):
        print(f"| {part} | " + " | ".join(f"{statistics.median(row[part] for row in results[checkout]):.2f}" for checkout in checkouts) + " |")


if __name__ == "__main__":
    main()
