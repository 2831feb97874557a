#!/usr/bin/env bash
# Sets everything up, builds, and runs every test. The last line says how many passed and failed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
./setup.sh --tests

dotnet format whitespace --folder --verify-no-changes # the other rules of style are the build's
dotnet build VoicePrep.slnx -c Release -v q -clp:ErrorsOnly -nologo
rm -rf FunctionApp/bin/Release/net10.0/linux-x64/publish
dotnet publish FunctionApp -c Release -v q -clp:ErrorsOnly -nologo --no-build

# Several processes run ggml's threads at once: where cores are short, a thread that spins while it waits takes the core of the one it waits for.
export OMP_WAIT_POLICY=passive

# The tests start some hundred processes, which end within seconds: code with loops is optimised once it has run for long, not before.
export DOTNET_TC_QuickJitForLoops=1

cache=${VOICEPREP_CACHE:-$root/.cache}
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0
# run NAME PROJECT [OPTION...]: runs a project's tests, with their results in NAME.trx.
run() { dotnet test "$2" -c Release --no-build --nologo --logger "trx;LogFileName=$1.trx" --results-directory "$results" "${@:3}"; }
declare -A running
# beside NAME PROJECT [OPTION...]: the same while others run.
beside() {
  run "$@" >"$results/$1.log" 2>&1 &
  running[$1]=$!
}

beside LocalHost.Tests LocalHost.Tests # they mostly wait
run Core.Tests Core.Tests || status=1
if [ -e "$cache/whisper/libwhisper.so" ]; then # the other libwhisper: a process loads one
  package=$(dotnet build Core -getProperty:WhisperPackage)
  [ -e "$cache/use-tuned" ] && other=$package || other=$cache/whisper
  VOICEPREP_TEST_WHISPER=$other beside Core.Tests-other-libwhisper Core.Tests --filter "FullyQualifiedName~VoicePrep.Tests.Speech"
fi
run FunctionApp.Tests FunctionApp.Tests || status=1
for name in "${!running[@]}"; do
  wait "${running[$name]}" || status=1
  cat "$results/$name.log"
done

count() { cat "$results"/*.trx | grep -o "<Counters [^>]*>" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed)
failed=$(count failed)
[ "$passed" -gt 0 ] || status=1
[ "$failed" -gt 0 ] || [ "$status" -eq 0 ] || failed=1 # a run that broke off counts as failed
echo "$passed passed, $failed failed"
exit "$status"
