package dev.chalkstream.internal.segment;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.media.Container;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * What stands behind the URI of a gap: a transport stream of nothing but stuffing. A player that
 * knows EXT-X-GAP does not ask for it (section 4.4.4.7). One that does not know it plays on, where
 * it might give up if nothing was there, as GStreamer does. It is never stored, and as an upload it
 * would be refused.
 */
public final class GapFiller {

  private static final int PACKET_LENGTH = 188;

  /** So many that a player which begins here sees that it is a transport stream. */
  private static final int PACKETS = 16;

  private static final byte[] BYTES = stuffing();

  /** The name that a gap has in every stream. */
  public static final SegmentName NAME =
      SegmentName.of(SegmentDigest.compute(ByteBuffer.wrap(BYTES)), Container.MPEG_TS);

  private GapFiller() {}

  public static Blob open(StreamId stream, ByteRange range) {
    BlobVersion version = BlobVersion.of(NAME.digest().value());
    BlobInfo info = new BlobInfo(Keys.segment(stream, NAME), BYTES.length, version, Instant.EPOCH);
    int offset = (int) range.offset(BYTES.length);
    int length = (int) range.length(BYTES.length);
    return new Blob(info, range, new ByteArrayInputStream(BYTES, offset, length));
  }

  /** Null packets (ISO/IEC 13818-1, section 2.4.3.3): PID 0x1FFF, payload of no meaning. */
  private static byte[] stuffing() {
    byte[] bytes = new byte[PACKETS * PACKET_LENGTH];
    Arrays.fill(bytes, (byte) 0xff);
    for (int at = 0; at < bytes.length; at += PACKET_LENGTH) {
      bytes[at] = 0x47;
      bytes[at + 1] = 0x1f;
      bytes[at + 3] = 0x10;
    }
    return bytes;
  }
}
