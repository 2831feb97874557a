"""What grows with the voices that are already stored: fills a storage emulator with copies of one real voice, and times the service on it.

    ./run.sh                                            builds
    python3 bench/growth.py CLIP 1000 5000 20000        voices stored, one after the other

Each voice is its blob in the index, its profile, its clip, and the trigger's receipt for it. Seconds, but where another unit is named.
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
import signal
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
ACCOUNT = "devstoreaccount1"  # the emulator's own; its key is public
KEY = base64.b64decode("Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==")
PORT, STORAGE = 27071, 27080
API = f"http://127.0.0.1:{PORT}/api"
TICKS_LEFT = 3155378975999999999 - 621355968000000000  # from 1970 to the end of time, in 100 ns
local = threading.local()


def storage(method, path, data=b"", headers=(), query=""):
    headers = {"x-ms-date": datetime.datetime.now(datetime.UTC).strftime("%a, %d %b %Y %H:%M:%S GMT"), "x-ms-version": "2021-12-02", **dict(headers)}
    canonical = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    resource = f"/{ACCOUNT}/{ACCOUNT}{path}" + "".join(f"\n{part.replace('=', ':', 1)}" for part in sorted(filter(None, query.split("&"))))
    text = f"{method}\n\n\n{len(data) or ''}\n\n\n\n\n\n\n\n\n{canonical}{resource}"
    signature = base64.b64encode(hmac.new(KEY, text.encode(), hashlib.sha256).digest()).decode()
    if not hasattr(local, "connection"):
        local.connection = http.client.HTTPConnection("127.0.0.1", STORAGE, timeout=60)
    local.connection.request(method, f"/{ACCOUNT}{path}" + (f"?{query}" if query else ""), data or None, {**headers, "Authorization": f"SharedKey {ACCOUNT}:{signature}", "Content-Length": str(len(data))})
    answer = local.connection.getresponse()
    body = answer.read()
    if answer.status >= 300:
        raise RuntimeError(f"{method} {path}: {answer.status} {body[:300]}")
    return answer.headers, body


def put(path, data=b"", metadata=()):
    headers, _ = storage("PUT", path, data, {"x-ms-blob-type": "BlockBlob", **{f"x-ms-meta-{name}": value for name, value in dict(metadata).items()}})
    return headers["ETag"]


def names(container, prefix=""):
    _, body = storage("GET", f"/{container}", query="comp=list&restype=container" + (f"&prefix={prefix}" if prefix else ""))
    return re.findall(r"<Name>([^<]+)</Name>", body.decode())


def get(path, limit=120):
    with urllib.request.urlopen(API + path, timeout=limit) as answer:
        return json.load(answer)


def timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def start(home):
    """Seconds until the service is ready."""
    began = time.perf_counter()
    log = open(home / "log", "a", encoding="utf-8")
    service = subprocess.Popen(
        ["dotnet", str(ROOT / "Cli/bin/Release/net10.0/voiceprep.dll"), "serve", "--offline", "--port", str(PORT), "--storage-port", str(STORAGE)],
        env={**os.environ, "VOICEPREP_CACHE": str(home), "Whisper__Model": "demo", "Voice__Model": "demo"}, stdout=log, stderr=log)
    while True:
        if service.poll() is not None:
            raise RuntimeError((home / "log").read_text())
        try:
            get("/health")
            return service, time.perf_counter() - began
        except OSError:
            time.sleep(0.02)


def stop(service):
    service.send_signal(signal.SIGTERM)
    service.wait()


def finish(voice):
    while True:
        try:
            status = get(f"/voices/{voice}")
        except urllib.error.HTTPError:
            status = {"status": "queued"}
        if status["status"] not in ("queued", "running"):
            return status
        time.sleep(0.02)


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


class Template:
    """What one voice leaves in storage."""

    def __init__(self, voice):
        self.profile = storage("GET", f"/voices/{voice}/profile.json")[1]
        receipt = names("azure-webjobs-hosts", "blobreceipts/")[0]  # blobreceipts/HOST/FUNCTION/"ETAG"/CONTAINER/NAME
        self.receipts = re.match(r"blobreceipts/[^/]+/[^/]+/", receipt)[0]
        self.receipt_metadata = {name[len("x-ms-meta-"):]: value for name, value in storage("HEAD", f"/azure-webjobs-hosts/{urllib.request.quote(receipt)}")[0].items() if name.startswith("x-ms-meta-")}

    def copy(self, number):
        voice = uuid.uuid4().hex
        name = f"{voice}/seed-{number}.wav"
        left = TICKS_LEFT - int((time.time() - 86_400 - number) * 10_000_000)  # a second older each, the first a day
        etag = put(f"/clips/{name}", b"RIFF")
        put(f"/azure-webjobs-hosts/{self.receipts}{urllib.request.quote(etag)}/clips/{name}", metadata=self.receipt_metadata)
        put(f"/voices/{voice}/profile.json", self.profile)
        put(f"/voices/index/{left:019}-{voice}", metadata={"name": base64.b64encode(f"seed-{number}.wav".encode()).decode(), "status": "Completed", "grade": "Good"})


def cpu(pids):
    return sum(sum(map(int, pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])) for pid in pids) / os.sysconf("SC_CLK_TCK")


def tree(pid):
    children = [int(child) for task in pathlib.Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    return [pid, *(inner for child in children for inner in tree(child))]


def measure(service, clip):
    median = lambda work, times=5: statistics.median(timed(work) for _ in range(times))  # noqa: E731
    emulator = [pid for pid in tree(service.pid) if b"azurite" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()]
    ours = [pid for pid in tree(service.pid) if pid not in emulator]
    before = cpu(ours), cpu(emulator)
    time.sleep(10)
    idle = [10 * (after - earlier) for earlier, after in zip(before, (cpu(ours), cpu(emulator)))]
    return {
        "list": median(lambda: get("/voices?limit=20")),
        "search": median(lambda: get("/voices?limit=20&name=nobody")),
        "upload to profile": median(lambda: finish(post(clip))),
        "blob seen by the trigger": statistics.median(seen_by_the_trigger(clip) for _ in range(3)),
        "service": median(lambda: get("/service")),
        "idle: ours, % of a core": idle[0],
        "idle: emulator": idle[1],
        "emulator alone, a HEAD": median(lambda: storage("HEAD", "/clips", query="restype=container"), 20),
    }


def main():
    clip = pathlib.Path(sys.argv[1]).read_bytes()
    home = pathlib.Path(tempfile.mkdtemp(prefix="voiceprep-growth-"))
    (home / "azurite").symlink_to(CACHE / "azurite")
    rows, stored, template = [], 0, None
    service, ready = start(home)
    try:
        for _ in range(3):
            voice = post(clip)
            finish(voice)
        time.sleep(5)
        template = Template(voice)
        for wanted in [0, *map(int, sys.argv[2:])]:
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                seeding = timed(lambda: list(pool.map(template.copy, range(stored, wanted))))
            stored = wanted
            stop(service)
            service, ready = start(home)
            first = seen_by_the_trigger(clip)
            rows.append({"voices": stored, "ready": ready, "blob seen, first after the start": first, **measure(service, clip), "seeding": seeding})
            print(json.dumps({name: round(value, 3) for name, value in rows[-1].items()}), flush=True)
    finally:
        stop(service)
    print("| " + " | ".join(["", *(f"{row['voices']:,} voices" for row in rows)]) + " |\n|" + "---|" * (len(rows) + 1))
    for name in list(rows[0])[1:]:
        print("| " + " | ".join([name, *(f"{row[name]:.2f}" for row in rows)]) + " |")


if __name__ == "__main__":
    main()
