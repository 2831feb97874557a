#!/usr/bin/env bash
# Measures speech on this machine's NVIDIA GPU; bench/gpu.md says what and why. First: ./setup.sh --cuda --peers
#   bench/gpu.sh FOLDER      leaves every result and log there, and prints a table of them
# BENCH is the command (./run.sh bench), SIZES the models (base small large-v2), RUNS of each latency (20),
# DEVICE cuda, SECONDS_LEFT after which no further measurement begins (3000).
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
here=$(dirname "${BASH_SOURCE[0]}")
read -ra bench <<<"${BENCH:-$root/run.sh bench}"
read -ra sizes <<<"${SIZES:-base small large-v2}"
device=${DEVICE:-cuda} runs=${RUNS:-20} limit=${SECONDS_LEFT:-3000}
out=$(mkdir -p "${1:?the folder for the results}" && cd "$1" && pwd)
models=${MODELS:-$out/models}
largest=${sizes[-1]} smallest=${sizes[0]}

declare -A tried
# step NAME COMMAND...: runs it unless that was done or tried before, or the time is over; a step that fails stops no other.
step() {
  local name=$1 started=$SECONDS
  shift
  [ ! -e "$out/$name.done" ] && [ -z "${tried[$name]:-}" ] || return 0
  tried[$name]=yes
  [ "$SECONDS" -lt "$limit" ] || { echo "skipped $name: no time left"; return; }
  if timeout -k 5 "${STEP_SECONDS:-150}" "$@" >"$out/$name.log" 2>&1; then
    touch "$out/$name.done"
    echo "done    $name in $((SECONDS - started)) s"
  else
    echo "FAILED  $name after $((SECONDS - started)) s: $(tail -n 3 "$out/$name.log" | tr '\n' ' ' | cut -c 1-400)"
  fi
}

# shellcheck disable=SC2086 # AT-ONCE is a list
# speech NAME MODEL PLACES AT-ONCE RUNS [OPTION...]
speech() {
  step "$1" "${bench[@]}" speech --quick --device "$device" --model "$2" --places "$3" --at-once $4 --runs "$5" --json "$out/$1.json" "${@:6}"
}

for size in "${sizes[@]}"; do
  [ -e "$models/$size-random-int5.bin" ] || step "models-$size" "${bench[@]}" model "$size" --compute-type float16 int8 int5 --output "$models"
done

of() { echo "$models/$1-random-$2.bin"; }
speech "$smallest-float16" "$(of "$smallest" float16)" 3 "1 3" "$runs"
speech "$largest-float16" "$(of "$largest" float16)" 3 "1 3" $((runs / 2))
speech "$largest-int5" "$(of "$largest" int5)" 3 "1 3" $((runs / 2))
for size in "${sizes[@]}"; do
  speech "$size-float16" "$(of "$size" float16)" 3 "1 3" $((runs / 2))
done
for size in "$smallest" "$largest"; do
  step "transformers-$size-1" python3 "$here/gpu_transformers.py" "$size" 1 "$runs" "$out/transformers-$size-1.json"
  step "transformers-$size-8" python3 "$here/gpu_transformers.py" "$size" 8 "$runs" "$out/transformers-$size-8.json"
done
speech "$smallest-float16-8-places" "$(of "$smallest" float16)" 8 8 5
speech "$largest-float16-8-places" "$(of "$largest" float16)" 8 8 5
for size in "$smallest" "$largest"; do
  GGML_CUDA_DISABLE_GRAPHS=1 speech "$size-float16-no-graphs" "$(of "$size" float16)" 3 "1 3" $((runs / 2))
done
speech "$largest-int8" "$(of "$largest" int8)" 3 "1 3" $((runs / 2))
speech "$largest-int5-8-places" "$(of "$largest" int5)" 8 8 5
speech "$smallest-int8" "$(of "$smallest" int8)" 3 "1 3" $((runs / 2))
speech "$smallest-int5" "$(of "$smallest" int5)" 3 "1 3" $((runs / 2))
speech "$smallest-float16-1-place" "$(of "$smallest" float16)" 1 1 5
# The old way: a load of the large model for each clip.
speech "$smallest-load-per-clip" "$(of "$smallest" float16)" 3 3 5 --load-per-clip "$(of "$largest" float16)"
for size in "${sizes[@]}"; do
  speech "$size-int5" "$(of "$size" int5)" 3 "1 3" $((runs / 2))
  speech "$size-int8" "$(of "$size" int8)" 3 "1 3" $((runs / 2))
  step "transformers-$size-1" python3 "$here/gpu_transformers.py" "$size" 1 "$runs" "$out/transformers-$size-1.json"
  step "transformers-$size-8" python3 "$here/gpu_transformers.py" "$size" 8 "$runs" "$out/transformers-$size-8.json"
done

python3 "$here/gpu_table.py" "$out" | tee "$out/table.md"
