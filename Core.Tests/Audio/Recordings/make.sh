#!/usr/bin/env bash
# make.sh FOLDER: writes small recordings of kinds that public bug reports tell of, from espeak-ng's voice. Needs espeak-ng, and ffmpeg with libopus and libmp3lame.
# right.tsv beside it says what is right for each; RecipeTests holds it.
set -euo pipefail
mkdir -p "${1:?make.sh FOLDER}"
cd "$1"
F() { ffmpeg -nostdin -v error -y "$@"; }

espeak-ng -v en-us -s 130 -w en.wav "one two three four five six seven eight nine zero. three one four one two. seven one eight nine eight seven six. five four three two one. nine nine two two."
espeak-ng -v en-us+f4 -s 150 -w other.wav "nine eight seven six five four three two one zero. two two four four six six eight. nine seven five three one. eight six four two zero."
F -i en.wav -ar 48000 en48.wav
F -i other.wav -ar 48000 other48.wav

# The clock: 27 s without packets after second 5; half a second without them each second; a step back; the sound begins 20 s after the picture.
F -i en48.wav -af "asetnsamples=960,asetpts=PTS+gte(T\,5)*27/TB" -c:a libopus gap27.webm
F -i en48.wav -af "asetnsamples=960,asetpts=PTS+gte(T\,5)*27/TB" -c:a pcm_s16le gap27.mka
F -i en48.wav -af "asetnsamples=960,asetpts=PTS+floor(T)*0.5/TB" -c:a libopus gaps.webm
F -i en48.wav -af "asetnsamples=960,asetpts=PTS-gte(T\,5)*3/TB" -c:a pcm_s16le back3.mka
F -f lavfi -i testsrc=s=160x120:r=5:d=33 -itsoffset 20 -i en48.wav -map 0:v -map 1:a -c:v mpeg4 -c:a aac late_audio_20.mp4

# Level: an offset, beside the same without it; very quiet.
F -i en48.wav -af "volume=0.2" base_02.wav
F -i en48.wav -af "volume=0.2,dcshift=0.05" dc_small.wav
F -i en48.wav -af "volume=-60dB" -c:a pcm_f32le quiet60.wav

# Channels: the voice on the fourth of six; in the centre of a film; on the second of two tracks; two people on two channels.
F -i en48.wav -af "pan=6c|c3=c0" poly6_ch4.wav
F -i en48.wav -af "pan=5.1|FC=c0" -c:a pcm_s16le centre51.wav
F -f lavfi -i testsrc=s=160x120:r=5:d=12 -i en48.wav -f lavfi -i anullsrc=r=48000:cl=stereo -map 0:v -map 2:a -map 1:a -shortest -c:v mpeg4 -c:a aac second_track.mp4
F -i en48.wav -i other48.wav -filter_complex "[0][1]amerge" call.wav

# Damage and length: a file cut off, something else in its middle, speech after eleven minutes.
F -i en48.wav -c:a libmp3lame -b:a 64k whole.mp3
bytes=$(stat -c %s whole.mp3)
head -c $((bytes * 7 / 10)) whole.mp3 >cut.mp3
cp whole.mp3 damaged.mp3
dd if=other48.wav skip=50000 of=damaged.mp3 seek=$((bytes / 2)) bs=1 count=3000 conv=notrunc status=none
F -f lavfi -i anullsrc=r=22050:cl=mono:d=660 -i en.wav -filter_complex "[0][1]concat=n=2:v=0:a=1" -c:a libopus -b:a 24k late_speech.opus
