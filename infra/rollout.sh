#!/usr/bin/env bash
# Rolls a new image or new settings out in stages, each revision with its own task hub:
# 10, 50, 100 % of the traffic, with a gate on the times and failures of the new revision after each stage.
#
#   infra/rollout.sh --image voiceprep….azurecr.io/voiceprep/app:TAG [--model small] [--compute-type float16]
#     --stages 10,50,100   percent of the traffic, one after the other
#     --minutes 30         how long each stage is watched
#     --clips 20           fewer finished clips than this in a stage cannot be judged, and end the roll-out
#     --p95 30             seconds from upload to profile that 95 % must stay under
#     --failures 1         percent of the stages that may fail
#     --dry-run            prints every command, and runs none
#
# When the gate closes, all traffic returns to the stable revision. After 100 % the stable one stays active until it is
# drained, and can be returned to with infra/rollback.sh --revision.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dry_run=false stages=10,50,100 minutes=30 clips=20 p95=30 failures=1
while [ $# -gt 0 ]; do
  case $1 in
    --image) export SERVICE_APP_IMAGE_NAME=$2 && shift ;;
    --model) export WHISPER_MODEL=$2 && shift ;;
    --compute-type) export WHISPER_COMPUTE_TYPE=$2 && shift ;;
    --stages) stages=$2 && shift ;;
    --minutes) minutes=$2 && shift ;;
    --clips) clips=$2 && shift ;;
    --p95) p95=$2 && shift ;;
    --failures) failures=$2 && shift ;;
    --dry-run) dry_run=true ;;
    *) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2 && exit 2 ;;
  esac
  shift
done
# shellcheck source=infra/lib.sh
. infra/lib.sh
settings=(SERVICE_APP_IMAGE_NAME WHISPER_MODEL WHISPER_COMPUTE_TYPE)
declare -A chosen
for setting in "${settings[@]}"; do [ -z "${!setting:-}" ] || chosen[$setting]=${!setting}; done
load_environment
for setting in "${!chosen[@]}"; do export "$setting=${chosen[$setting]}"; done

# measure REVISION MINUTES: clips, 95th percentile in seconds, percent of failed stages, as one line.
measure() {
  ask "100 12.5 0" az monitor app-insights query --resource-group "$group" --app voiceprep-insights --offset "${2}m" --output tsv --query 'tables[0].rows[0]' --analytics-query "
    let revision = '${1##*--}';
    let clips = requests | where application_Version == revision and name == 'prepareVoice' and customDimensions.outcome == 'completed';
    let stages = dependencies | where application_Version == revision and name in ('validateAndTrim', 'convertAudio', 'transcribeAndEmbed');
    print clips = toscalar(clips | summarize sum(itemCount)), p95 = toscalar(clips | summarize percentile(duration, 95) / 1000), failed = toscalar(stages | summarize 100.0 * sumif(itemCount, customDimensions.outcome == 'failed') / sum(itemCount))"
}

# pass REVISION: true where the stage that ended now is good enough.
pass() {
  local finished seconds failed
  read -r finished seconds failed < <(measure "$1" "$minutes" | tr '\n' ' ')
  say "$1: ${finished:-0} clips in $minutes minutes, 95 % within ${seconds:-?} s, ${failed:-0} % of the stages failed"
  awk -v n="${finished:-0}" -v s="${seconds:-0}" -v f="${failed:-0}" -v clips="$clips" -v p95="$p95" -v failures="$failures" \
    'BEGIN { exit !(n + 0 >= clips && s + 0 <= p95 && f + 0 <= failures) }'
}

stable=$(stable_revision)
[ -n "$stable" ] || fail "There is no revision to roll out from: run 'azd deploy'."
export VOICEPREP_STABLE_REVISION=$stable VOICEPREP_WEIGHT=0
new=$(deploy)
[ "$new" != "$stable" ] || fail "$stable has this image and these settings already."

give_up() {
  traffic "$stable" "$new" 0
  run az containerapp revision deactivate --resource-group "$group" --name "$app" --revision "$new" --output none
  fail "$1 All traffic is back on $stable; $new is deactivated, and what it had begun is in its task hub: activate it to finish that."
}

wait_until_healthy "$new" 900 || give_up "$new did not become healthy."
for percent in ${stages//,/ }; do
  traffic "$stable" "$new" "$percent"
  run sleep "$((minutes * 60))"
  pass "$new" || give_up "$new did not pass the gate at $percent %."
done

for setting in "${!chosen[@]}"; do run azd env set "$setting" "${chosen[$setting]}"; done
say "$new has all the traffic. $stable stays active until it is drained."
drain=(infra/drain.sh)
if $dry_run; then drain+=(--dry-run); fi
"${drain[@]}"
say "Done. To go back: infra/rollback.sh --revision $stable"
