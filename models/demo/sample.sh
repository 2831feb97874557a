#!/usr/bin/env bash
# Makes sample.wav, the recording of the first run: digits spoken by espeak-ng, with pauses, 22.05 kHz mono.
set -euo pipefail
cd "$(dirname "$0")"
espeak-ng -v en-us -s 140 -w sample.wav \
  '<speak><break time="400ms"/>one two three four <break time="700ms"/> five six seven <break time="600ms"/> eight nine zero <break time="800ms"/> three one four one <break time="700ms"/> two seven one eight <break time="700ms"/> nine eight seven six <break time="500ms"/></speak>' -m
