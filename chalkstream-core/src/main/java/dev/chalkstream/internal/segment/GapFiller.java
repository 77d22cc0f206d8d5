package dev.chalkstream.internal.segment;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaFile;
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
 * might give up if nothing was there, as GStreamer does. It is never stored, and as an upload it
 * would be refused. Immutable.
 */
public final class GapFiller {

  private static final int PACKET_LENGTH = 188;

  /** So many that a player which begins here sees that it is a transport stream. */
  private static final int PACKETS = 16;

  private static final GapFiller PACKETS_OF_NOTHING =
      new GapFiller(nullPackets(), MediaFile.MPEG_TS);
  private static final GapFiller BOX_OF_NOTHING = new GapFiller(segmentType(), MediaFile.FRAGMENTS);

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
      case CMAF -> BOX_OF_NOTHING;
    };
  }

  /** The filler of that name, or empty for the name of anything else. */
  public static Optional<GapFiller> find(SegmentName name) {
    return Stream.of(PACKETS_OF_NOTHING, BOX_OF_NOTHING)
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

  /** The box with which a segment begins (ISO/IEC 14496-12, section 8.16.2), and none behind it. */
  private static byte[] segmentType() {
    String brands = "msdh\0\0\0\0msdhcmfs";
    return ByteBuffer.allocate(8 + brands.length())
        .putInt(8 + brands.length())
        .put("styp".getBytes(US_ASCII))
        .put(brands.getBytes(US_ASCII))
        .array();
  }
}
