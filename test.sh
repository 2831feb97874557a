#!/usr/bin/env bash
# Sets everything up, builds, and runs every test. The last line says how many passed and failed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
./setup.sh --tests

dotnet build VoicePrep.slnx -c Release -v q -clp:ErrorsOnly -nologo

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0
for project in Embedded/Functions.Tests FunctionApp.Tests; do
  dotnet test "$project" -c Release --no-build --nologo --logger "trx;LogFileName=${project//\//-}.trx" --results-directory "$results" || status=1
done

count() { cat "$results"/*.trx | grep -o "<Counters [^>]*>" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed)
failed=$(count failed)
[ "$passed" -gt 0 ] || status=1
[ "$failed" -gt 0 ] || [ "$status" -eq 0 ] || failed=1 # a run that broke off counts as failed
echo "$passed passed, $failed failed"
exit "$status"
