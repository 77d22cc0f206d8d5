package dev.chalkstream;

import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.hls.PlaylistType;
import dev.chalkstream.hls.TargetDuration;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Makes the playlist of a stream: a pure function of one revision of its manifest. */
final class PlaylistRenderer {

  /**
   * A gap's URI must stand there and must lead to nothing; no segment can have the digest of no
   * bytes.
   */
  private static final SegmentName NOTHING =
      new SegmentName(SegmentDigest.compute(ByteBuffer.allocate(0)), 0);

  private PlaylistRenderer() {}

  /** The playlist of a stream that has listed something. */
  static MediaPlaylist render(StreamId stream, Manifest manifest) {
    TargetDuration targetDuration = manifest.targetDuration();
    if (targetDuration == null) {
      throw new IllegalArgumentException("stream " + stream + " has listed nothing yet");
    }
    MediaPlaylist.Builder playlist =
        MediaPlaylist.builder(targetDuration)
            .mediaSequence(manifest.mediaSequence())
            .discontinuitySequence(manifest.discontinuitySequence())
            .ended(manifest.complete());
    if (manifest.retention().isZero()) {
      playlist.type(PlaylistType.EVENT);
    }
    List<ListedSegment> listed = manifest.listed();
    for (int i = 0; i < listed.size(); i++) {
      playlist.add(entry(stream, listed.get(i), i == 0));
    }
    return playlist.build();
  }

  /** The date stands at the top and at every discontinuity (section 4.4.4.6). */
  private static MediaSegment entry(StreamId stream, ListedSegment segment, boolean top) {
    boolean dated = top || segment.discontinuity();
    SegmentName name = segment.name() == null ? NOTHING : segment.name();
    return new MediaSegment(
        "../chunk/" + stream + "/" + name,
        segment.duration(),
        segment.discontinuity(),
        segment.isGap(),
        dated ? Optional.of(segment.start()) : Optional.empty());
  }
}
