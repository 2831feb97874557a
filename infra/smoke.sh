#!/bin/sh
# Uploads a recording to a running VoicePrep and waits for its profile: the shortest proof that all of it works.
#
#   infra/smoke.sh http://127.0.0.1:7071 [KEY] [FILE]
#
# VOICEPREP_PATIENCE_SECONDS (300) bounds the wait.
set -eu

endpoint=$1 key=${2:-} file=${3:-models/demo/sample.wav}
patience=${VOICEPREP_PATIENCE_SECONDS:-300}
pause=${VOICEPREP_PAUSE_SECONDS:-2}
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

call() { curl --silent --max-time 60 --header "x-functions-key: $key" "$@"; }

call --data-binary "@$file" --header 'Content-Type: audio/wav' --include --output "$answer" "$endpoint/api/voices?fileName=smoke.wav" || :
location=$(tr -d '\r' <"$answer" | awk 'tolower($1) == "location:" { sub(/^https?:\/\/[^\/]*/, "", $2); print $2 }')
[ -n "$location" ] || { echo "POST $endpoint/api/voices did not answer with a location: $(cat "$answer")" >&2; exit 1; }

status() { grep -o '"status": *"[a-z]*"' "$answer" | head -n 1 | cut -d '"' -f 4; }

end=$(($(date +%s) + patience))
while :; do
  call --output "$answer" "$endpoint$location" || :
  case $(status) in
    completed) echo "Completed: $endpoint$location" && exit 0 ;;
    rejected | failed) echo "The recording was not prepared: $(cat "$answer")" >&2 && exit 1 ;;
  esac
  [ "$(date +%s)" -lt "$end" ] || { echo "No profile within $patience s; the last answer: $(cat "$answer")" >&2; exit 1; }
  sleep "$pause"
done
