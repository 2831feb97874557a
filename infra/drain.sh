#!/usr/bin/env bash
# Deactivates every revision without traffic when it has nothing left to do; until then each holds a GPU.
# Drained is a revision that says ten times, a minute apart, that nothing is waiting or running.
#
#   infra/drain.sh [--dry-run]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dry_run=false
if [ "${1:-}" = --dry-run ]; then dry_run=true; fi
# shellcheck source=infra/lib.sh
. infra/lib.sh
load_environment

# quiet ADDRESS: true where the health there tells of no clip.
quiet() {
  local health
  health=$(ask '{"waiting":0,"running":0}' curl --silent --max-time 10 "$1") || return 1
  grep -Eq '"waiting": *0\b' <<<"$health" && grep -Eq '"running": *0\b' <<<"$health"
}

# The backquotes are those of a JMESPath literal.
# shellcheck disable=SC2016
idle=$(ask "$app--STABLE" az containerapp revision list --resource-group "$group" --name "$app" \
  --query '[?properties.active && (properties.trafficWeight == null || properties.trafficWeight == `0`)].name' --output tsv)
for revision in $idle; do
  address=$(health_of "$revision")
  say "Waiting until $revision is drained ..."
  times=0
  while [ "$times" -lt 10 ]; do
    if quiet "$address"; then times=$((times + 1)); else times=0; fi
    if $dry_run; then break; fi
    sleep "${VOICEPREP_PAUSE_SECONDS:-60}"
  done
  run az containerapp revision deactivate --resource-group "$group" --name "$app" --revision "$revision" --output none
done
