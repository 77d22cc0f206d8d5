package dev.chalkstream.internal.segment;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.fragment.FragmentBoxes;
import dev.chalkstream.media.mp4.fragment.MovieFragmentHeader;
import dev.chalkstream.media.mp4.fragment.TrackFragmentHeader;
import dev.chalkstream.media.mp4.fragment.TrackFragmentTime;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stands behind the URI of a gap: a segment of nothing but stuffing. A player that knows
 * EXT-X-GAP does not ask for it (section 4.4.4.7). One that does not know it plays on, where it
 * might give up if nothing or anything else was there (docs/waiting-room.md tells which do). It is
 * never stored, and as an upload it would be refused. Immutable.
 */
public final class GapFiller {

  private static final int PACKET_LENGTH = 188;

  /** So many that a player which begins here sees that it is a transport stream. */
  private static final int PACKETS = 16;

  private static final GapFiller PACKETS_OF_NOTHING =
      new GapFiller(nullPackets(), MediaFile.MPEG_TS);
  private static final GapFiller FRAGMENT_OF_NOTHING =
      new GapFiller(emptyFragment(), MediaFile.FRAGMENTS);

  private final byte[] bytes;
  private final SegmentName name;

  private GapFiller(byte[] bytes, MediaFile file) {
    this.bytes = bytes;
    this.name = SegmentName.of(SegmentDigest.compute(ByteBuffer.wrap(bytes)), file);
  }

  /** The filler of streams of a container. */
  public static GapFiller of(Container container) {
    return switch (container) {
      case MPEG_TS -> PACKETS_OF_NOTHING;
      case CMAF -> FRAGMENT_OF_NOTHING;
    };
  }

  /** The filler of that name, or empty for the name of anything else. */
  public static Optional<GapFiller> find(SegmentName name) {
    return Stream.of(PACKETS_OF_NOTHING, FRAGMENT_OF_NOTHING)
        .filter(filler -> filler.name.equals(name))
        .findFirst();
  }

  /** The name that a gap has in every stream of the container. */
  public SegmentName name() {
    return name;
  }

  public Blob open(StreamId stream, ByteRange range) {
    BlobVersion version = BlobVersion.of(name.digest().value());
    BlobInfo info = new BlobInfo(Keys.segment(stream, name), bytes.length, version, Instant.EPOCH);
    int offset = (int) range.offset(bytes.length);
    int length = (int) range.length(bytes.length);
    return new Blob(info, range, new ByteArrayInputStream(bytes, offset, length));
  }

  /** Null packets (ISO/IEC 13818-1, section 2.4.3.3): PID 0x1FFF, payload of no meaning. */
  private static byte[] nullPackets() {
    byte[] bytes = new byte[PACKETS * PACKET_LENGTH];
    Arrays.fill(bytes, (byte) 0xff);
    for (int at = 0; at < bytes.length; at += PACKET_LENGTH) {
      bytes[at] = 0x47;
      bytes[at + 1] = 0x1f;
      bytes[at + 3] = 0x10;
    }
    return bytes;
  }

  /** A fragment of the first track, at time 0, that has neither samples nor media. */
  private static byte[] emptyFragment() {
    Box track =
        ContainerBox.of(FragmentBoxes.TRACK, TrackFragmentHeader.of(1), TrackFragmentTime.of(0));
    return ContainerBox.of(FragmentBoxes.FRAGMENT, new MovieFragmentHeader(1), track).toBytes();
  }
}
