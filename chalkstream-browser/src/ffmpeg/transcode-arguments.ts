import {AAC_SAMPLES, SAMPLE_RATE, type Slot} from './timeline.js';

/** What the picture is made to be, the same in all segments of a run. */
export interface Picture {
  /** Pixels, even. */
  readonly width: number;
  /** Pixels, even. */
  readonly height: number;
  /** Frames per second. */
  readonly frameRate: number;
  /** Bits per second. */
  readonly bitrate: number;
}

/** What FFmpeg is asked for. */
export interface Transcode {
  readonly input: string;
  readonly output: string;
  readonly slot: Slot;
  /** Undefined without video. */
  readonly picture: Picture | undefined;
  /** Bits per second; undefined without audio. */
  readonly audioBitrate: number | undefined;
}

/** The command line that makes one segment of one recording, exactly as long as its slot. */
export function transcodeArguments({input, output, slot, picture, audioBitrate}: Transcode): string[] {
  return [
    '-i', input,
    ...(picture ? video(picture, slot) : []),
    ...(audioBitrate === undefined ? [] : audio(audioBitrate, slot)),
    '-output_ts_offset', String(slot.start),
    '-muxdelay', '0',
    '-muxpreload', '0',
    // Its counters begin anew, which is no loss of packets.
    '-mpegts_flags', '+initial_discontinuity',
    '-f', 'mpegts',
    output,
  ];
}

function video({width, height, frameRate, bitrate}: Picture, {frames}: Slot): string[] {
  const filters = [
    `fps=${frameRate}:start_time=0`,
    // The last picture stands until the end of the slot, which may be a frame or two further on.
    'tpad=stop=-1:stop_mode=clone',
    `trim=end_frame=${frames}`,
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2`,
    'setsar=1',
  ];
  return [
    '-map', '0:v:0',
    '-filter:v', filters.join(','),
    '-c:v', 'libx264',
    '-preset', 'ultrafast',
    '-tune', 'zerolatency',
    '-pix_fmt', 'yuv420p',
    '-g', String(frames),
    '-b:v', String(bitrate),
    '-maxrate', String(bitrate),
    '-bufsize', String(bitrate),
  ];
}

function audio(bitrate: number, {audioFrames, audioShift}: Slot): string[] {
  const filters = [
    `aresample=${SAMPLE_RATE}:async=1:first_pts=0`,
    'apad',
    `atrim=end_sample=${audioFrames * AAC_SAMPLES}`,
    `asetpts=PTS+${audioShift.toFixed(6)}/TB`,
  ];
  return [
    '-map', '0:a:0',
    '-filter:a', filters.join(','),
    '-c:a', 'aac',
    '-b:a', String(bitrate),
    // The encoder's run-up would lie over the end of the segment before.
    '-bsf:a', 'noise=drop=not(n)',
  ];
}
