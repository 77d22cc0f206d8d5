#!/usr/bin/env bash
# Makes the waiting room's posters: two seconds of a calm card that says that the stream starts soon.
# The MPEG-TS one is poster.ts; the CMAF one is an initialization section, poster.mp4, and a segment, poster.m4s.
# Needs ffmpeg with libx264 and a DejaVu font. Usage: make-poster.sh FOLDER
set -euo pipefail
folder=${1:?"usage: make-poster.sh FOLDER"}
font=$(fc-match -f '%{file}' 'DejaVu Sans')
whole=$(mktemp --suffix=.mp4)
trap 'rm -f "$whole"' EXIT

# The card and silence, in the container that the arguments say.
# A band of light passes behind the words; it is where it began when the two seconds are over.
make() {
  ffmpeg -hide_banner -loglevel error -y \
    -f lavfi -i "nullsrc=s=640x360:r=25:d=2,geq=lum='34+14*sin(2*PI*(X/640+Y/900-T/2))':cb=140:cr=118" \
    -f lavfi -i "anullsrc=r=48000:cl=stereo:d=2" \
    -filter_complex "[0:v]drawtext=fontfile=${font}:text='Starting soon':fontsize=44:fontcolor=0xE9F1EE:x=(w-tw)/2:y=(h-th)/2-14,drawtext=fontfile=${font}:text='The picture appears here by itself':fontsize=18:fontcolor=0x9DB8B0:x=(w-tw)/2:y=h/2+34,format=yuv420p[v]" \
    -map '[v]' -map 1:a \
    -c:v libx264 -profile:v baseline -preset veryslow -crf 26 -g 50 -keyint_min 50 -sc_threshold 0 \
    -c:a aac -b:a 32k -shortest -flags +bitexact -fflags +bitexact "$@"
}

make -muxdelay 0 -muxpreload 0 -mpegts_flags +initial_discontinuity -f mpegts "$folder/poster.ts"

# One fragment. Both tracks begin at 0, so that no edit list is needed: AAC would begin 1024 samples earlier.
make -bsf:a 'setts=ts=TS+1024' -use_editlist 0 -movflags +cmaf+empty_moov+skip_trailer -frag_duration 3000000 \
  -f mp4 "$whole"
moof=$(($(grep -abo moof "$whole" | head -n 1 | cut -d: -f1) - 4))
head -c "$moof" "$whole" > "$folder/poster.mp4"
tail -c "+$((moof + 1))" "$whole" > "$folder/poster.m4s"
