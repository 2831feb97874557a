#!/usr/bin/env bash
# Goes through the Dockerfile's steps in a plain folder, for machines without Docker: publishes the app, looks for what
# the image must hold, and starts it as another user who can write nothing but what the image lets it.
#
#   infra/check-image.sh [FOLDER_OF_A_PUBLISHED_APP]
#
# Without a folder it publishes. It starts the app on the embedded host, against an Azurite of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cache=${VOICEPREP_CACHE:-$PWD/.cache}
folder=$(mktemp -d)
started=()
finish() {
  local pid
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap finish EXIT
fail() { echo "$*" >&2; exit 1; }

app=$folder/wwwroot
if [ $# -gt 0 ]; then cp -r "$1" "$app"; else dotnet publish FunctionApp -c Release -v q -nologo -o "$app"; fi
for file in FunctionApp.dll host.json models/silero_vad_v6.onnx models/demo/ggml-demo.bin models/demo/voice.pth; do
  [ -s "$app/$file" ] || fail "The published app lacks $file."
done
find "$app/runtimes" -name 'libwhisper*.so' | grep -q . || fail "The published app lacks libwhisper."
for library in "$app"/runtimes/linux-x64/lib*.so; do
  # Their names among themselves carry a version; the app loads them in order, by path.
  missing=$(ldd "$library" | grep 'not found' | grep -v -e libggml -e libwhisper || true)
  [ -z "$missing" ] || fail "$library: $missing"
done
ffmpeg -hide_banner -version | head -n 1
ffprobe -hide_banner -version >/dev/null

# The app belongs to root and cannot be written; the user has a home and a place for temporary files.
mkdir -p "$folder/home" "$folder/tmp" "$folder/storage"
chmod -R a+rX,go-w "$folder"
as_user=()
if [ "$(id -u)" -eq 0 ]; then
  as_user=(setpriv --reuid 1654 --regid 1654 --clear-groups)
  chown 1654:1654 "$folder/home" "$folder/tmp"
  chmod 755 "$folder"
fi

read -r blob queue table port < <(node -e 'const net = require("net"); const all = [...Array(4)].map(() => net.createServer().listen(0, "127.0.0.1"));
  Promise.all(all.map(s => new Promise(done => s.on("listening", done)))).then(() => { console.log(...all.map(s => s.address().port)); all.forEach(s => s.close()); });')
node "$cache/azurite/node_modules/azurite/dist/src/azurite.js" --location "$folder/storage" --silent --skipApiVersionCheck --disableTelemetry \
  --blobPort "$blob" --queuePort "$queue" --tablePort "$table" >"$folder/azurite.log" 2>&1 &
started+=($!)

account=devstoreaccount1 # the emulator's own; its key is public
storage="DefaultEndpointsProtocol=http;AccountName=$account;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
storage+=";BlobEndpoint=http://127.0.0.1:$blob/$account;QueueEndpoint=http://127.0.0.1:$queue/$account;TableEndpoint=http://127.0.0.1:$table/$account;"
env --chdir "$folder/home" HOME="$folder/home" TMPDIR="$folder/tmp" AzureWebJobsStorage="$storage" EmbeddedHost__DataFolder="$folder/home/data" \
  ASPNETCORE_URLS="http://127.0.0.1:$port" Whisper__Model=demo Voice__Model=demo \
  "${as_user[@]}" dotnet "$app/FunctionApp.dll" >"$folder/app.log" 2>&1 &
started+=($!)

waited=0
until curl --silent --fail --max-time 5 --output /dev/null "http://127.0.0.1:$port/api/health"; do
  if ! kill -0 "${started[1]}" 2>/dev/null || [ $((waited += 1)) -gt 120 ]; then
    cat "$folder/app.log" >&2
    fail "The app did not become healthy."
  fi
  sleep 1
done
infra/smoke.sh "http://127.0.0.1:$port" || fail "$(tail -n 40 "$folder/app.log")"
