#!/bin/sh
# Makes the demo's test card: 16 s of H.264 and AAC, cut into eight MPEG-TS segments of 2 s.
# Needs ffmpeg with libx264 and drawtext, and the DejaVu fonts. Run it from anywhere.
#
# Everything in it repeats after 16 s, so that it can be played in a loop without a seam: the
# water, the float and the tone by their formulas, the frames because 16 s are 400 frames of video
# at 25/s and 750 frames of AAC (1024 samples each) at 48 kHz.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=$here/../src/main/resources/dev/chalkstream/example/live/demo
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bold=$(fc-match -f '%{file}' 'DejaVu Sans:bold')
mono=$(fc-match -f '%{file}' 'DejaVu Sans Mono:bold')

# Water, two long waves that run downstream at different speeds; drawn small and scaled up.
water="nullsrc=s=160x90:r=25:d=16,format=yuv420p,geq=\
lum='70+16*sin(2*PI*(X/70+Y/45-T/4))+10*sin(2*PI*(X/40-Y/30-T/8))':\
cb='136+4*sin(2*PI*(Y/90-T/16))':cr='106+5*sin(2*PI*(X/160+T/16))',\
scale=640:360:flags=bicubic"
bars="smptehdbars=s=640x72:r=25:d=16"
float="color=c=0xF4A259:s=44x44:r=25:d=16,format=yuva420p,\
geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='255*clip(22-hypot(X-21.5,Y-21.5),0,1)'"
clock="drawtext=fontfile=$mono:fontsize=84:fontcolor=white:x=40:y=116:\
text='00\:%{eif\:floor(t)\:d\:2}.%{eif\:mod(floor(t*10+0.001)\,10)\:d\:1}'"
title="drawtext=fontfile=$bold:fontsize=30:fontcolor=white:x=42:y=44:text='Chalkstream'"
subtitle="drawtext=fontfile=$bold:fontsize=16:fontcolor=0xDCEFEA:x=44:y=84:text='demo, once around every 16 s'"

ffmpeg -hide_banner -v warning -y \
  -f lavfi -i "$water" -f lavfi -i "$bars" -f lavfi -i "$float" \
  -filter_complex "[0][1]overlay=0:288[card];\
[card][2]overlay=x='(W+w)*mod(t\,4)/4-w':y='232+14*sin(2*PI*t/2)':shortest=1,\
$title,$subtitle,$clock,format=yuv420p[v]" \
  -map '[v]' -c:v libx264 -profile:v main -preset veryslow -bf 0 -crf 27 -threads 1 \
  -g 50 -keyint_min 50 -sc_threshold 0 -flags +cgop -frames:v 400 "$work/video.mp4"

# A quiet A with a pip on the second. The middle of three rounds is kept, where the encoder has
# long settled, so that its last frame leads into its first.
ffmpeg -hide_banner -v error -y -f lavfi -i \
  "aevalsrc='0.06*sin(2*PI*440*t)+0.12*lt(mod(t,1),0.08)*sin(2*PI*880*t)':s=48000:d=48" \
  -c:a aac -b:a 48k -flags +bitexact "$work/rounds.adts"
ffmpeg -hide_banner -v error -y -i "$work/rounds.adts" -ss 16 -frames:a 750 -c copy "$work/audio.adts"

rm -rf "$out"
mkdir -p "$out"
ffmpeg -hide_banner -v warning -y -fflags +bitexact -i "$work/video.mp4" -i "$work/audio.adts" \
  -map 0:v -map 1:a -c copy -muxdelay 0 -muxpreload 0 -f segment -segment_time 2 \
  -segment_format mpegts "$out/%d.ts"
ls -l "$out"
