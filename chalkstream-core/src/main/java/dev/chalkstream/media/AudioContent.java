package dev.chalkstream.media;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Audio whose frames are walked from header to header, so that the time of each is known though
 * only the first of a PES packet has a timestamp.
 */
final class AudioContent implements Content {

  private final AudioSyntax syntax;
  private final Timeline timeline = new Timeline(TrackClock.MPEG_TS);
  private final byte[] header = new byte[AudioSyntax.HEADER_LENGTH];
  private int headerLength;
  private int skip;
  private boolean lost;
  private boolean atStart;

  private long pts = PesHeader.NONE;
  private long samples;
  private boolean timed;
  private @Nullable AudioFrame first;

  AudioContent(AudioSyntax syntax) {
    this.syntax = syntax;
  }

  @Override
  public void begin(long pts, long dts, boolean randomAccess) {
    atStart = true;
    if (pts != PesHeader.NONE) {
      addUntimed();
      this.pts = pts;
      samples = 0;
      timed = false;
    }
  }

  @Override
  public void read(ByteBuffer bytes, int from, int to) {
    int at = from;
    if (atStart && to - from >= 2) {
      atStart = false;
      synchronize(bytes.get(at) & 0xff, bytes.get(at + 1) & 0xff);
    }
    while (at < to && !lost) {
      if (skip > 0) {
        int step = Math.min(skip, to - at);
        skip -= step;
        at += step;
      } else {
        header[headerLength++] = bytes.get(at++);
        if (headerLength == header.length) {
          endHeader();
        }
      }
    }
  }

  @Override
  public boolean isCurious() {
    return !lost || atStart;
  }

  @Override
  public boolean startsWithKeyFrame() {
    return true;
  }

  @Override
  public MediaTrack finish(int pid) {
    addUntimed();
    MediaTrack.Kind kind = MediaTrack.Kind.AUDIO;
    AudioFrame frame = first;
    if (frame == null) {
      return new MediaTrack(
          pid, kind, MediaTrack.UNKNOWN_CODEC, MediaTrack.Format.UNKNOWN, timeline.finish(0));
    }
    return new MediaTrack(
        pid,
        kind,
        frame.codec(),
        MediaTrack.Format.ofSound(frame.sampleRate(), frame.channels()),
        timeline.finish(ticks(frame.samples(), frame)));
  }

  /**
   * A PES packet nearly always begins with a frame, which is where a lost thread is found again.
   */
  private void synchronize(int firstByte, int secondByte) {
    if (syntax.isSync(firstByte, secondByte)) {
      lost = false;
      skip = 0;
      headerLength = 0;
    }
  }

  private void endHeader() {
    headerLength = 0;
    AudioFrame frame = syntax.frame(header);
    if (frame == null) {
      lost = true;
      return;
    }
    skip = frame.length() - header.length;
    first = first == null ? frame : first;
    if (frame.samples() > 0 && pts != PesHeader.NONE) {
      long time = pts + ticks(samples, frame);
      timeline.add(time, time);
      timed = true;
      samples += frame.samples();
    }
  }

  /** A PES packet without a frame that can be understood has its own timestamp at least. */
  private void addUntimed() {
    if (pts != PesHeader.NONE && !timed) {
      timeline.add(pts, pts);
    }
  }

  private static long ticks(long samples, AudioFrame frame) {
    return Math.round((double) samples * TrackClock.MPEG_TS.timescale() / frame.sampleRate());
  }
}
