package dev.chalkstream.media;

import java.nio.ByteBuffer;

/** Content of which only the timestamps are understood. */
final class OpaqueContent implements Content {

  private final MediaTrack.Kind kind;
  private final String codec;
  private final Timeline timeline = new Timeline(TrackClock.MPEG_TS);
  private boolean begun;
  private boolean keyFrame;

  OpaqueContent(MediaTrack.Kind kind, String codec) {
    this.kind = kind;
    this.codec = codec;
  }

  @Override
  public void begin(long pts, long dts, boolean randomAccess) {
    keyFrame |= !begun && randomAccess;
    begun = true;
    if (pts != PesHeader.NONE) {
      timeline.add(pts, dts);
    }
  }

  @Override
  public void read(ByteBuffer bytes, int from, int to) {}

  @Override
  public boolean isCurious() {
    return false;
  }

  @Override
  public boolean startsWithKeyFrame() {
    return keyFrame;
  }

  @Override
  public MediaTrack finish(int pid) {
    return new MediaTrack(pid, kind, codec, MediaTrack.Format.UNKNOWN, timeline.finish(0));
  }
}
