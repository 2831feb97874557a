#!/bin/sh
# Uploads a recording to a running VoicePrep and waits for its profile: the shortest proof that all of it works.
#
#   infra/smoke.sh http://127.0.0.1:7071
#   infra/smoke.sh ENDPOINT --clips FOLDER    every recording of a folder: fails where one is not prepared, or the
#                                             95th percentile from upload to profile is over VOICEPREP_P95_SECONDS (30)
#
# VOICEPREP_KEY               the function key
# VOICEPREP_STORAGE_ACCOUNT   a clip is also put into this account's container with `az`, and its event must start it
# VOICEPREP_PATIENCE_SECONDS  (300) bounds each wait
set -eu

endpoint=$1 folder=models/demo/sample.wav
if [ "${2:-}" = --clips ]; then folder=$3; fi
patience=${VOICEPREP_PATIENCE_SECONDS:-300}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
answer=$work/answer

call() { curl --silent --max-time 60 --header "x-functions-key: ${VOICEPREP_KEY:-}" --output "$answer" "$@"; }

# follow WHAT PATH SECONDS: waits for the profile at that path, for so long.
follow() {
  end=$(($(date +%s) + $3))
  while :; do
    call "$endpoint$2" || :
    case $(grep -o '"status": *"[a-z]*"' "$answer" | head -n 1 | cut -d '"' -f 4) in
      completed) echo "Completed: $1, $endpoint$2" && return ;;
      rejected | failed) echo "$1 was not prepared: $(cat "$answer")" >&2 && return 1 ;;
    esac
    [ "$(date +%s)" -lt "$end" ] || { echo "$1: no profile within $3 s; the last answer: $(cat "$answer")" >&2; return 1; }
    sleep "${VOICEPREP_PAUSE_SECONDS:-1}"
  done
}

# post FILE
post() {
  : >"$answer"
  call --data-binary "@$1" --header 'Content-Type: application/octet-stream' --include "$endpoint/api/voices" || :
  location=$(tr -d '\r' <"$answer" | awk 'tolower($1) == "location:" { sub(/^https?:\/\/[^\/]*/, "", $2); print $2 }')
  [ -n "$location" ] || { echo "POST $endpoint/api/voices did not answer with a location: $(cat "$answer")" >&2; return 1; }
  follow "$1" "$location" "$patience"
}

failed=0
# NAME.txt beside NAME.wav may hold what is said in it, for `voiceprep quality`; it is no recording.
find "$folder" -type f ! -name '*.txt' | sort >"$work/clips"
while read -r clip; do
  started=$(date +%s)
  if post "$clip"; then echo $(($(date +%s) - started)) >>"$work/seconds"; else failed=$((failed + 1)); fi
done <"$work/clips"

if [ -n "${VOICEPREP_STORAGE_ACCOUNT:-}" ]; then
  name=smoke-$(date +%s).wav
  etag=$(az storage blob upload --auth-mode login --subscription "${AZURE_SUBSCRIPTION_ID:?}" --account-name "$VOICEPREP_STORAGE_ACCOUNT" \
    --container-name clips --name "$name" --file models/demo/sample.wav --only-show-errors --query etag --output tsv | tr -d '"')
  # As VoiceId makes it: asked for by ID alone, the voice is there only if the event arrived.
  id=$(printf 'clips\n%s\n%s' "$name" "$etag" | { sha256sum 2>/dev/null || shasum -a 256; } | cut -c 1-32)
  follow "the blob $name" "/api/voices/$id" "$patience" || failed=$((failed + 1))
fi

[ "$failed" -eq 0 ] || { echo "$failed recording(s) were not prepared." >&2; exit 1; }
[ "${2:-}" = --clips ] || exit 0
sort -n "$work/seconds" | awk -v limit="${VOICEPREP_P95_SECONDS:-30}" '{ s[NR] = $1 } END {
  if (!NR) { print "The folder holds no recordings."; exit 1 }
  i = int(NR * 0.95); if (i < NR * 0.95) i++
  printf "%d prepared; 95 %% within %d s, the slowest in %d s (limit of the 95 %%: %d s)\n", NR, s[i], s[NR], limit
  exit s[i] > limit }'
