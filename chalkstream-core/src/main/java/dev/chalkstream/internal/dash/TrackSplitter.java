package dev.chalkstream.internal.dash;

import dev.chalkstream.internal.dash.RefusedTrackException.Reason;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxHeader;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.FileType;
import dev.chalkstream.media.mp4.cmaf.CmafBoxes;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the body of a request into parts while it arrives, however long it goes on: headers, chunks
 * and the end of a track. It holds no more than one part, in memory of at most three times the
 * limits. What a player does not need and what would be wrong elsewhere ({@code sidx}, {@code
 * styp}, {@code free}) is left out.
 *
 * <p>After a refusal it must not be used any more. Not safe for use by several threads.
 */
public final class TrackSplitter {

  private static final String MOVIE = "moov";
  private static final String FRAGMENT = "moof";
  private static final String MEDIA = "mdat";
  private static final String END = "mfra";
  private static final Set<String> LEADING = Set.of("prft", "emsg");
  private static final int LONGEST_HEADER = 16;

  /** Which box has to follow. */
  private enum Expected {
    ANY,
    MOVIE,
    MEDIA
  }

  private final TrackLimits limits;
  private final ByteBuffer start = ByteBuffer.allocate(LONGEST_HEADER);
  private final PartBuffer part = new PartBuffer();
  private final PartBuffer segmentType = new PartBuffer();
  private final Set<String> brands = new HashSet<>();
  private Expected expected = Expected.ANY;
  private boolean begun;

  /** Whether the first box has begun, which tells what the body is. */
  private boolean recognized;

  /** The box that is read, or null between two. */
  private @Nullable BoxHeader box;

  /** Where its bytes go, or null if nowhere. */
  private @Nullable PartBuffer target;

  /** How many of its bytes are still to come. */
  private long left;

  /** How many bytes came since the last part, those of the box that is read all counted. */
  private long sincePart;

  /**
   * A splitter of one body.
   *
   * @param limits how large the parts may be
   */
  public TrackSplitter(TrackLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes bytes up to the end of the next part, or all of them if that has not come. Call it again
   * as long as the buffer has bytes.
   *
   * @param bytes what has arrived; its position is moved
   * @return the part that is complete, or empty if more bytes are needed
   * @throws RefusedTrackException if the body cannot be taken, from the earliest byte that tells
   */
  public Optional<TrackPart> push(ByteBuffer bytes) throws RefusedTrackException {
    begun |= bytes.hasRemaining();
    while (bytes.hasRemaining()) {
      if (box == null) {
        readHeader(bytes);
      } else {
        readContent(bytes);
      }
      if (box != null && left == 0) {
        Optional<TrackPart> complete = endBox(box);
        if (complete.isPresent()) {
          return complete;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Checks that the body may end here. A connection that breaks is another matter: what came of the
   * last part is lost, and the encoder sends it again.
   *
   * @throws RefusedTrackException if it ends in the middle of a part
   */
  public void end() throws RefusedTrackException {
    if (box != null) {
      throw malformed(
          "it ends in the middle of a box " + box.type() + ", " + left + " bytes short");
    }
    if (start.position() > 0) {
      throw malformed("it ends in the middle of the header of a box");
    }
    requireNothing();
    if (part.length() > 0 || !brands.isEmpty()) {
      throw malformed("it ends with a prft, emsg or styp that no moof follows");
    }
  }

  /** Whether no byte has come: such a request asks whether the address can be reached. */
  public boolean isEmpty() {
    return !begun;
  }

  /** How many bytes of memory the part that is not complete takes. */
  public int memory() {
    return part.memory() + segmentType.memory();
  }

  private void readHeader(ByteBuffer bytes) throws RefusedTrackException {
    start.put(bytes.get());
    ByteBuffer read = start.duplicate().flip();
    Optional<BoxHeader> header =
        read.remaining() < Box.HEADER ? Optional.empty() : BoxHeader.decode(Bytes.of(read));
    if (header.isPresent()) {
      beginBox(header.get());
      start.clear();
    }
  }

  private void beginBox(BoxHeader next) throws RefusedTrackException {
    if (!recognized) {
      BodyKinds.check(next);
      recognized = true;
    }
    checkSize(next);
    target = targetOf(next.type());
    box = next;
    left = next.size() - next.length();
    if (target != null) {
      ByteBuffer header = start.duplicate().flip();
      target.take(header, header.remaining(), expectedOf(left));
    }
  }

  private void checkSize(BoxHeader next) throws RefusedTrackException {
    if (!isReadable(next.type())) {
      throw malformed("a box has a type that does not consist of letters");
    }
    if (next.size() == 0) {
      throw malformed(
          "the box " + next.type() + " has no size, so that nothing can follow it in the track");
    }
    if (!next.isPossible()) {
      throw malformed("the box " + next.type() + " is smaller than its header, or too large");
    }
    boolean header = expected == Expected.MOVIE || next.type().equals(FileType.FILE);
    int limit = header ? limits.headerBytes() : limits.chunkBytes();
    if (next.size() > limit - sincePart) {
      throw new RefusedTrackException(
          Reason.TOO_LARGE,
          String.format(
              "the box %s makes a %s larger than %d bytes; %s",
              next.type(),
              header ? "header" : "chunk",
              limit,
              header ? "it holds samples or metadata" : "send shorter fragments"));
    }
    sincePart += next.size();
  }

  private static boolean isReadable(String type) {
    return type.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** Where the bytes of a box go, or null if it is left out. */
  private @Nullable PartBuffer targetOf(String type) throws RefusedTrackException {
    switch (type) {
      case FileType.FILE -> {
        requireNothing();
        dropLead();
        expected = Expected.MOVIE;
        return part;
      }
      case MOVIE -> {
        require(expected == Expected.MOVIE, "a moov has no ftyp before it");
        return part;
      }
      case FileType.SEGMENT -> {
        requireNothing();
        return segmentType;
      }
      case FRAGMENT -> {
        requireNothing();
        expected = Expected.MEDIA;
        return part;
      }
      case MEDIA -> {
        require(expected == Expected.MEDIA, "an mdat has no moof before it");
        return part;
      }
      case END -> {
        requireNothing();
        return null;
      }
      default -> {
        return keepsOther(type) ? part : null;
      }
    }
  }

  /** Whatever is between a moof and its mdat stays, since samples are addressed across it. */
  private boolean keepsOther(String type) {
    return expected == Expected.MEDIA || (expected == Expected.ANY && LEADING.contains(type));
  }

  private void requireNothing() throws RefusedTrackException {
    require(expected != Expected.MOVIE, "an ftyp has no moov after it");
    require(expected != Expected.MEDIA, "a moof has no mdat after it");
  }

  private static void require(boolean met, String otherwise) throws RefusedTrackException {
    if (!met) {
      throw malformed(otherwise);
    }
  }

  private static RefusedTrackException malformed(String sentence) {
    return new RefusedTrackException(Reason.MALFORMED, sentence);
  }

  private void readContent(ByteBuffer bytes) {
    int count = (int) Math.min(left, bytes.remaining());
    if (target == null) {
      bytes.position(bytes.position() + count);
    } else {
      target.take(bytes, count, expectedOf(left - count));
    }
    left -= count;
  }

  /** More than an array can hold is refused before, by the limits. */
  private static int expectedOf(long left) {
    return (int) Math.min(left, Integer.MAX_VALUE / 2);
  }

  private Optional<TrackPart> endBox(BoxHeader ended) throws RefusedTrackException {
    box = null;
    return switch (ended.type()) {
      case FileType.SEGMENT -> {
        readBrands();
        yield Optional.empty();
      }
      case MOVIE -> complete(new TrackPart.Header(part.drain()));
      case MEDIA -> complete(new TrackPart.Chunk(part.drain(), brands));
      case END -> complete(new TrackPart.End());
      default -> Optional.empty();
    };
  }

  private Optional<TrackPart> complete(TrackPart complete) {
    dropLead();
    sincePart = 0;
    expected = Expected.ANY;
    return Optional.of(complete);
  }

  /** Forgets what came before a part and does not belong to it. */
  private void dropLead() {
    part.clear();
    brands.clear();
  }

  private void readBrands() throws RefusedTrackException {
    var reader = CmafBoxes.reader(ByteBuffer.wrap(segmentType.drain()));
    Optional<Box> read = reader.next();
    Optional<String> error = reader.error();
    if (error.isPresent()) {
      throw malformed(error.get());
    }
    read.filter(FileType.class::isInstance)
        .map(FileType.class::cast)
        .ifPresent(
            type -> {
              brands.add(type.majorBrand());
              brands.addAll(type.compatibleBrands());
            });
  }
}
