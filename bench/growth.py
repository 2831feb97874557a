"""What grows with the voices that are already stored: multiplies one real voice in a storage emulator's own files, and times the service on it.

    ./run.sh                                     builds
    python3 bench/growth.py CLIP 0 1000 20000    each in turn, so many ROUNDS (2) as the environment says

Each voice is its blob in the index, its profile, its clip, and the trigger's receipt for it, or what of them COPIED names ("index clip receipt").
Seconds, but where another unit is named. HOST names another build's VoicePrep.LocalHost.dll. With very many the emulator's node needs
NODE_OPTIONS=--max-old-space-size=12000.
"""
import base64
import concurrent.futures
import datetime
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("VOICEPREP_CACHE", ROOT / ".cache"))
HOST = os.environ.get("HOST", ROOT / "LocalHost/bin/Release/net10.0/VoicePrep.LocalHost.dll")
ACCOUNT = "devstoreaccount1"  # the emulator's own; its key is public
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
PORT, STORAGE = 27071, 27080
API = f"http://127.0.0.1:{PORT}/api"
TICKS_LEFT = 3155378975999999999 - 621355968000000000  # from 1970 to the end of time, in 100 ns
COPIED = os.environ.get("COPIED", "index profile clip receipt").split()
local = threading.local()


def storage(method, path, data=b"", headers=(), query=""):
    headers = {"x-ms-date": datetime.datetime.now(datetime.UTC).strftime("%a, %d %b %Y %H:%M:%S GMT"), "x-ms-version": "2021-12-02", **dict(headers)}
    canonical = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    resource = f"/{ACCOUNT}/{ACCOUNT}{path}" + "".join(f"\n{part.replace('=', ':', 1)}" for part in sorted(filter(None, query.split("&"))))
    text = f"{method}\n\n\n{len(data) or ''}\n\n\n\n\n\n\n\n\n{canonical}{resource}"
    signature = base64.b64encode(hmac.new(base64.b64decode(KEY), text.encode(), hashlib.sha256).digest()).decode()
    if not hasattr(local, "connection") or time.time() - local.used > 2:  # the emulator closes what is idle
        local.connection = http.client.HTTPConnection("127.0.0.1", STORAGE, timeout=120)
    local.connection.request(method, f"/{ACCOUNT}{path}" + (f"?{query}" if query else ""), data or None, {**headers, "Authorization": f"SharedKey {ACCOUNT}:{signature}", "Content-Length": str(len(data))})
    answer = local.connection.getresponse()
    body = answer.read()
    local.used = time.time()
    if answer.status >= 300:
        raise RuntimeError(f"{method} {path}: {answer.status} {body[:300]}")
    return answer.headers, body


def put(path, data):
    storage("PUT", path, data, {"x-ms-blob-type": "BlockBlob"})


def get(path, limit=120):
    with urllib.request.urlopen(API + path, timeout=limit) as answer:
        return json.load(answer)


def timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def cpu(pid):
    return sum(map(int, pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])) / os.sysconf("SC_CLK_TCK")


def children(pid):
    return [int(child) for task in pathlib.Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]


class Service:
    """Emulator, host and app on a folder; the emulator tells of each request in a log."""

    def __init__(self, folder):
        vars(local).clear()  # its storage is another process
        folder.mkdir(exist_ok=True)
        self.requests = folder / "requests"
        log = (folder / "log").open("w")
        address = f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={KEY};" + "".join(f"{kind}Endpoint=http://127.0.0.1:{STORAGE + i}/{ACCOUNT};" for i, kind in enumerate(("Blob", "Queue", "Table")))
        began = time.perf_counter()
        self.emulator = subprocess.Popen(
            ["node", CACHE / "azurite/node_modules/azurite/dist/src/azurite.js", "--location", folder / "storage", "--skipApiVersionCheck", "--disableTelemetry",
             "--blobPort", str(STORAGE), "--queuePort", str(STORAGE + 1), "--tablePort", str(STORAGE + 2)], stdout=self.requests.open("w"), stderr=log)
        self.host = subprocess.Popen(
            ["dotnet", HOST, ROOT / "FunctionApp/bin/Release/net10.0/linux-x64/publish", "--urls", f"http://127.0.0.1:{PORT}"],
            env={"Whisper__Model": "demo", "Voice__Model": "demo", **os.environ, "AzureWebJobsStorage": address, "AzureWebJobs__ClipUploadedEvent__Disabled": "true"}, stdout=log, stderr=log)
        self.storage_seconds = None
        while True:
            if self.host.poll() is not None:
                raise RuntimeError((folder / "log").read_text())
            with socket.socket() as client:
                if self.storage_seconds is None and client.connect_ex(("127.0.0.1", STORAGE)) == 0:
                    self.storage_seconds = time.perf_counter() - began
            try:
                get("/health", limit=5)
                break
            except OSError:
                time.sleep(0.02)
        self.ready_seconds = time.perf_counter() - began

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop_seconds = timed(lambda: self.end(self.host))
        self.end(self.emulator)

    @staticmethod
    def end(process):
        process.send_signal(signal.SIGTERM)
        process.wait()

    @property
    def processes(self):
        return {"host": self.host.pid, "app": children(self.host.pid)[0], "emulator": self.emulator.pid}

    def asked(self):
        """How often storage was asked until now."""
        return self.requests.read_text().count(" HTTP/1.1\" ")


def finish(voice, pause=0.02):
    while True:
        try:
            status = get(f"/voices/{voice}")
        except urllib.error.HTTPError:
            status = {"status": "queued"}
        if status["status"] not in ("queued", "running"):
            return status
        time.sleep(pause)


def post(clip):
    with urllib.request.urlopen(urllib.request.Request(f"{API}/voices?fileName=a.wav", data=clip, method="POST")) as answer:
        return json.load(answer)["id"]


def seen_by_the_trigger(clip):
    """Seconds until a blob that is put into the container is listed as a voice."""
    name = f"seen-{uuid.uuid4().hex}.wav"
    put(f"/clips/{name}", clip)
    began = time.perf_counter()
    while not any(voice["name"] == name for voice in get("/voices?limit=5")["voices"]):
        time.sleep(0.05)
    return time.perf_counter() - began


def multiply(folder, voice, count):
    """Writes copies of a voice into the emulator's list of blobs; what is in the blobs stays one file."""
    file = folder / "storage/__azurite_db_blob__.json"
    stored = json.loads(file.read_text())
    blobs = next(collection for collection in stored["collections"] if collection["name"] == "$BLOBS_COLLECTION$")
    find = lambda container, pattern: next(blob for blob in blobs["data"] if blob["containerName"] == container and re.search(pattern, blob["name"]))  # noqa: E731
    index, profile = find("voices", f"^index/.*{voice}$"), find("voices", f"^{voice}/profile.json$")
    clip_name = json.loads(storage_file(folder, profile))["source"]["name"]
    clip, receipt = find("clips", f"^{clip_name}$"), find("azure-webjobs-hosts", f"^blobreceipts/.*/{clip_name}$")
    receipts = re.match(r"blobreceipts/[^/]+/[^/]+/", receipt["name"])[0]  # blobreceipts/HOST/FUNCTION/"ETAG"/CONTAINER/NAME
    for number in range(count):
        copy, etag = uuid.uuid4().hex, f'"0x{0x200000000000000 + number:X}"'
        name = f"{uuid.uuid4().hex}/a.wav"
        copies = {
            "index": (index, f"index/{key(number)}-{copy}"), "profile": (profile, f"{copy}/profile.json"), "clip": (clip, name),
            "receipt": (receipt, f"{receipts}{etag}/clips/{name}")}
        for blob, copied in (copies[kind] for kind in COPIED):
            blobs["maxId"] += 1
            blobs["data"].append({**blob, "name": copied, "properties": {**blob["properties"], **({"etag": etag} if blob is clip else {})}, "$loki": blobs["maxId"]})
    blobs["idIndex"] = [blob["$loki"] for blob in blobs["data"]]
    for name, by in blobs["binaryIndices"].items():
        by["values"] = sorted(range(len(blobs["data"])), key=lambda i: blobs["data"][i][name])
    file.write_text(json.dumps(stored, separators=(",", ":")))


def storage_file(folder, blob):
    place = blob["persistency"]
    with (folder / "storage/__blobstorage__" / place["id"]).open("rb") as file:
        file.seek(place["offset"])
        return file.read(place["count"])


def key(number):
    """Where a copy is in the index: each a second older, the first a day."""
    return f"{TICKS_LEFT - int((time.time() - 86_400 - number) * 10_000_000):019}"


def measure(service, clip, stored):
    """What was found, by name; each is printed at once, because the last take long."""
    median = lambda work, times=5: statistics.median(timed(work) for _ in range(times))  # noqa: E731
    deep = base64.urlsafe_b64encode(f"{key(stored // 2)}-{0:032x}".encode()).decode().rstrip("=")
    found = {}

    def note(name, value):
        found[name] = value
        print(f"{stored} {name}: {value:.3f}", file=sys.stderr, flush=True)

    note("start to storage answers", service.storage_seconds)
    note("start to ready", service.ready_seconds)
    note("blob seen by the trigger, first after the start", seen_by_the_trigger(clip))
    for _ in range(3):  # what runs first is compiled first
        finish(post(clip))
    note("`GET /api/voices`, first page", median(lambda: get("/voices?limit=20")))
    note("a page in the middle", median(lambda: get(f"/voices?limit=20&continuation={deep}")))
    note("looking for a name that nobody has", median(lambda: get("/voices?limit=20&name=nobody")))
    note("`GET /api/service`", median(lambda: get("/service")))
    note("upload to profile", median(lambda: finish(post(clip))))
    time.sleep(20)  # the trigger has seen them too
    pids, before, asked = service.processes, {name: cpu(pid) for name, pid in service.processes.items()}, service.asked()
    time.sleep(20)
    for name, pid in pids.items():
        note(f"idle, % of a core: {name}", 5 * (cpu(pid) - before[name]))
    note("idle: requests to storage a minute", 3 * (service.asked() - asked))
    note("emulator alone, 20 times the head of a blob", timed(lambda: [storage("HEAD", "/azure-webjobs-hosts/locks/local/local-host") for _ in range(20)]))
    note("emulator's memory, MB", memory(service.emulator.pid))
    note("blob seen by the trigger", median(lambda: seen_by_the_trigger(clip), 3))
    return found


def memory(pid):
    """Resident, in megabytes."""
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is stopped
    clip = pathlib.Path(sys.argv[1]).read_bytes()
    counts = [int(count) for count in sys.argv[2:]]
    with tempfile.TemporaryDirectory(prefix="voiceprep-growth-") as temporary:
        home = pathlib.Path(temporary)
        with Service(home / "one"):
            voice = post(clip)
            finish(voice)
            time.sleep(5)  # its receipt is written
        for count in counts:
            shutil.copytree(home / "one", home / str(count))
            if count:
                multiply(home / str(count), voice, count)
        rows = {count: [] for count in counts}
        for _ in range(int(os.environ.get("ROUNDS", 2))):
            for count in counts:
                with Service(home / str(count)) as service:
                    rows[count].append(measure(service, clip, count))
                rows[count][-1]["stop"] = service.stop_seconds
                print(count, json.dumps({name: round(value, 3) for name, value in rows[count][-1].items()}), flush=True)
    print("| " + " | ".join(["", *(f"{count:,} voices" for count in counts)]) + " |\n|" + "---|" * (len(counts) + 1))
    for name in rows[counts[0]][0]:
        print("| " + " | ".join([name, *(" to ".join(sorted({f"{row[name]:.2f}" for row in rows[count]}, key=float)) for count in counts)]) + " |")


if __name__ == "__main__":
    main()
