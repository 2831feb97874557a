#!/usr/bin/env bash
# Prepares a recording: examples/prepare.sh RECORDING [FOLDER]
# VOICEPREP_URL is the service, VOICEPREP_KEY its function key where it wants one. Needs curl and jq.
set -euo pipefail

recording=$1 folder=${2:-.}
url=${VOICEPREP_URL:-http://127.0.0.1:7071} key=${VOICEPREP_KEY:-}
call() { curl --silent --show-error --fail-with-body --header "x-functions-key: $key" "$@"; }

name=$(basename "$recording" | jq -Rr @uri)
id=$(call --data-binary "@$recording" "$url/api/voices?fileName=$name" | jq -r .id)
while voice=$(call "$url/api/voices/$id"); do
  case $(jq -r .status <<<"$voice") in
    queued | running) sleep 1 ;;
    completed) break ;;
    *)
      jq -r '.error // "\(.rejection.message) \(.rejection.advice)"' <<<"$voice" >&2
      exit 1
      ;;
  esac
done

jq -r .profile.transcript.text <<<"$voice"
mkdir -p "$folder"
for file in reference.wav embedding.npy; do
  call --output "$folder/$file" "$url/api/voices/$id/files/$file"
done
