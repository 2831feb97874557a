"""Prepares a recording: python examples/prepare.py RECORDING [FOLDER]

VOICEPREP_URL is the service, VOICEPREP_KEY its function key where it wants one. Needs requests.
"""

import os
import pathlib
import sys
import time

import requests

recording = pathlib.Path(sys.argv[1])
folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ".")
url = os.environ.get("VOICEPREP_URL", "http://127.0.0.1:7071")
session = requests.Session()
session.headers["x-functions-key"] = os.environ.get("VOICEPREP_KEY", "")


def call(method, path, **options):
    response = session.request(method, f"{url}/api/{path}", timeout=300, **options)
    if not response.ok:
        problem = response.json() if response.content else {"code": response.status_code, "detail": response.reason}
        sys.exit(f"{problem['code']}: {problem['detail']}")
    return response


with recording.open("rb") as body:
    voice = call("POST", "voices", params={"fileName": recording.name}, data=body).json()
while voice["status"] in ("queued", "running"):
    time.sleep(1)
    voice = call("GET", f"voices/{voice['id']}").json()
if voice["status"] == "rejected":
    sys.exit(f"{voice['rejection']['message']} {voice['rejection']['advice']}")
if voice["status"] == "failed":
    sys.exit(voice["error"])

print(voice["profile"]["transcript"]["text"])
folder.mkdir(parents=True, exist_ok=True)
for name in ("reference.wav", "embedding.npy"):
    (folder / name).write_bytes(call("GET", f"voices/{voice['id']}/files/{name}").content)
