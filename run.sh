#!/usr/bin/env bash
# ./run.sh              prepares the bundled sample with the bundled demo models
# ./run.sh FILE...      prepares your recordings with the real models, and saves what comes of them in ./voices
# ./run.sh serve        keeps the service up on http://127.0.0.1:7071
# ./run.sh bench ...    benchmarks; bench/README.md lists them
# ./run.sh COMMAND ...  any other command; ./run.sh --help lists them
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export VOICEPREP_CACHE=${VOICEPREP_CACHE:-$root/.cache}
export Models__Folder=${Models__Folder:-$VOICEPREP_CACHE/models}
program=$root/Cli/bin/Release/net10.0/voiceprep.dll
benchmarks=$root/Benchmarks/bin/Release/net10.0/voiceprep-bench.dll

say() { printf '\033[2m%s\033[0m\n' "$*" >&2; }

# publish PROJECT: to where a build puts it, compiled ahead of its run.
publish() {
  dotnet publish "$root/$1" -c Release -r linux-x64 --no-self-contained -o "$root/$1/bin/Release/net10.0" -v q -clp:ErrorsOnly -nologo
}

build() {
  local stamp=$VOICEPREP_CACHE/.built log=$VOICEPREP_CACHE/build.log libwhisper=package
  [ ! -e "$VOICEPREP_CACHE/use-tuned" ] || libwhisper=tuned
  [ ! -e "$VOICEPREP_CACHE/whisper-cuda/.version" ] || libwhisper+=-cuda
  if [ -f "$program" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$libwhisper" ] &&
    [ -z "$(find "$root" \( -name '.?*' -o -name bin -o -name obj \) -prune -o -type f -newer "$stamp" -print -quit)" ]; then
    return
  fi
  say "Building ..."
  rm -rf "$root/FunctionApp/bin/Release/net10.0/linux-x64/publish"
  {
    dotnet publish "$root/FunctionApp" -c Release -v q -clp:ErrorsOnly -nologo &&
      publish LocalHost &&
      publish Cli &&
      dotnet build "$root/Benchmarks" -c Release -v q -clp:ErrorsOnly -nologo
  } >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  echo "$libwhisper" >"$stamp"
}

"$root/setup.sh"
[ ! -e "$VOICEPREP_CACHE/use-tuned" ] || PATH=$VOICEPREP_CACHE/ffmpeg:$PATH
build

[ "${1:-}" != bench ] || exec dotnet "$benchmarks" "${@:2}"

if [ $# -eq 0 ]; then
  say "The bundled sample, with the bundled demo models, which recognise spoken digits only. For your own recordings: ./run.sh FILE"
  export Whisper__Model=demo Voice__Model=demo
  set -- prepare "$root/models/demo/sample.wav"
elif [ -f "$1" ] || [[ $1 == *[./]* ]]; then # no command has a dot or a slash
  set -- prepare "$@" --output voices
fi
exec dotnet "$program" "$@"
