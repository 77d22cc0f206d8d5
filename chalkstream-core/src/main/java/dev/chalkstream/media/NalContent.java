package dev.chalkstream.media;

import java.nio.ByteBuffer;

/** H.264 or HEVC video. */
final class NalContent implements Content {

  private final NalScanner scanner;
  private final Timeline timeline = new Timeline(TrackClock.MPEG_TS);
  private boolean begun;
  private boolean first;
  private boolean randomAccess;
  private boolean curious;
  private boolean keyFrame;

  NalContent(NalSyntax syntax) {
    scanner = new NalScanner(syntax);
  }

  @Override
  public void begin(long pts, long dts, boolean randomAccess) {
    first = !begun;
    begun = true;
    this.randomAccess = randomAccess;
    if (pts != PesHeader.NONE) {
      timeline.add(pts, dts);
    }
    curious = first || scanner.format() == null;
    if (curious) {
      scanner.begin();
    }
  }

  @Override
  public void read(ByteBuffer bytes, int from, int to) {
    if (!curious) {
      return;
    }
    scanner.read(bytes, from, to);
    if (scanner.isDone()) {
      curious = false;
      // Without its parameters no frame can be decoded; a flagged one is taken at its word.
      boolean entry = scanner.isKeyFrame() || randomAccess;
      keyFrame |= first && entry && scanner.hasParameterSet();
    }
  }

  @Override
  public boolean isCurious() {
    return curious;
  }

  @Override
  public boolean startsWithKeyFrame() {
    return keyFrame;
  }

  @Override
  public MediaTrack finish(int pid) {
    VideoFormat format = scanner.format();
    if (format == null) {
      format = new VideoFormat(MediaTrack.UNKNOWN_CODEC, 0, 0, 0);
    }
    return new MediaTrack(
        pid,
        MediaTrack.Kind.VIDEO,
        format.codec(),
        MediaTrack.Format.ofPicture(format.width(), format.height()),
        timeline.finish(format.frameTicks()));
  }
}
