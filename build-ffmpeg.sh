#!/usr/bin/env bash
# build-ffmpeg.sh FOLDER: builds ffmpeg and ffprobe from the source package of Debian or Ubuntu, with only the parts that the app uses, and puts them
# into FOLDER with their source and licence (LGPL 2.1 or later). The package's programs load 215 libraries, which takes 50 ms of CPU at each start; these
# are static and start in 1 ms (bench/cost.md). They contain no code for pictures, subtitles or networks that an upload could attack. They do contain all
# demuxers, so that a format that the app does not allow (Core/Audio/Ffmpeg/InputGuard.cs) is recognised and rejected as such, without being opened.
# Needs gcc, make, nasm, dpkg-dev and zlib1g-dev, but not root. The image build and ./setup.sh --tuned call it.
set -euo pipefail

target=$(mkdir -p "$1" && cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# apt-get with this system's sources, for source packages.
mkdir -p sources lists/partial cache/archives/partial
for list in /etc/apt/sources.list.d/{debian,ubuntu}.sources; do
  [ ! -f "$list" ] || sed 's/^Types:.*/Types: deb-src/' "$list" >"sources/${list##*/}"
done
[ ! -f /etc/apt/sources.list ] || sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >sources/sources.list
apt=(apt-get -q -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$work/sources" -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User="$(id -un)")
"${apt[@]}" update
"${apt[@]}" source ffmpeg
cp ffmpeg_*.dsc ffmpeg_*.tar.xz "$target"
cd ffmpeg-*/

list() { local IFS=,; echo "$*"; }
parsers=(aac aac_latm ac3 adx amr cook dca dolby_e flac g723_1 g729 gsm mlp mpegaudio opus sbc sipr tak vorbis xma) # all for audio
filters=(aformat anull aresample asetpts atrim pan)
# All audio decoders.
mapfile -t decoders < <(sed -n '/^\/\* audio codecs/,/^\/\* subtitles/p' libavcodec/allcodecs.c | grep -o 'ff_[a-z0-9_]*_decoder' | sed 's/^ff_//; s/_decoder$//')
decoders+=(speex)
# For the picture that FfmpegRunner draws to find out whether the system has memory.
picture=("--enable-indev=lavfi" "--enable-filter=color,format,null,scale" "--enable-decoder=rawvideo,wrapped_avframe" "--enable-encoder=wrapped_avframe" "--enable-muxer=null")

# Hardened as the package is: random addresses at each start, stack protection, read-only relocation tables.
hardening=(--enable-pic --extra-cflags="-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong" --extra-ldflags="-Wl,-z,relro -Wl,-z,now" --extra-ldexeflags=-static-pie)

./configure "${hardening[@]}" --disable-everything --disable-autodetect --disable-network --disable-doc --disable-debug --disable-ffplay \
  --enable-zlib --enable-protocol=file,pipe --enable-demuxers --enable-parser="$(list "${parsers[@]}")" \
  --enable-decoder="$(list "${decoders[@]}")" --enable-filter="$(list "${filters[@]}")" \
  --enable-encoder=pcm_f32le,pcm_s16le --enable-muxer=pcm_f32le,wav "${picture[@]}"
make -j "$(nproc)" ffmpeg ffprobe
strip ffmpeg ffprobe
cp ffmpeg ffprobe COPYING.LGPLv2.1 "$target"
