package dev.chalkstream.histories;

import dev.chalkstream.media.TestMedium.Format;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A segment that a broadcaster has made, and what has become of it: the truth of a history. */
final class Chunk {

  /** Half a frame of video. */
  private static final long TOLERANCE = 5_760;

  /** In microseconds: half a second, and what words are off by. */
  private static final long MAX_CORRECTION = 510_000;

  private static final long WRAP = 1L << 33;

  final Page page;
  final long sequence;
  final byte[] bytes;
  final String digest;
  final Format format;

  /** The initialization section that it needs, or null for a transport stream. */
  final @Nullable Section section;

  final long start;
  final long ticks;
  final boolean keyFrame;

  /** What the upload says, and what the playlist must say, in microseconds. */
  final long saidMicros;

  final long listedMicros;

  int attempts;
  int listings;
  boolean acknowledged;
  boolean maybeStored;
  @Nullable Instant firstTried;
  @Nullable Instant lastTried;

  Chunk(
      Page page,
      long sequence,
      byte[] bytes,
      Format format,
      @Nullable Section section,
      long start,
      long ticks,
      boolean keyFrame,
      long saidMicros,
      long listedMicros) {
    this.page = page;
    this.sequence = sequence;
    this.bytes = bytes;
    this.digest = sha256(bytes);
    this.format = format;
    this.section = section;
    this.start = start;
    this.ticks = ticks;
    this.keyFrame = keyFrame;
    this.saidMicros = saidMicros;
    this.listedMicros = listedMicros;
  }

  /**
   * Whether the playlist may say so: as is said, unless that is very wrong; or about as the
   * timestamps have it, where it makes up for what those before it were off.
   */
  boolean mayBeListed(long micros) {
    return micros == listedMicros || Math.abs(micros - ticks * 100 / 9) <= MAX_CORRECTION;
  }

  /** From the beginning of an earlier chunk to the beginning of this, in microseconds. */
  long microsFrom(Chunk earlier) {
    return (earlier.ticks + ticksSince(earlier)) * 100 / 9;
  }

  /** The same bytes at another place. */
  Chunk repeatedAt(Page other, long otherSequence) {
    return new Chunk(
        other,
        otherSequence,
        bytes,
        format,
        section,
        start,
        ticks,
        keyFrame,
        saidMicros,
        listedMicros);
  }

  /** From the end of an earlier chunk to the beginning of this, in ticks. */
  long ticksSince(Chunk earlier) {
    long since = start - earlier.start - earlier.ticks;
    if (section != null) {
      return since;
    }
    long ahead = since & (WRAP - 1);
    return ahead < WRAP / 2 ? ahead : ahead - WRAP;
  }

  /**
   * Whether the media go on from an earlier chunk to this: within a frame of the sound, or half a
   * frame of the pictures, which one more may be missing from where there is no sound.
   */
  boolean continues(Chunk earlier) {
    long since = ticksSince(earlier);
    long least = format == Format.LOW_AUDIO ? -2 * TOLERANCE : -TOLERANCE;
    long most =
        switch (format) {
          case VIDEO -> 3 * TOLERANCE;
          case LOW_AUDIO -> 2 * TOLERANCE;
          case HIGH_AUDIO -> TOLERANCE;
        };
    return hasTracksOf(earlier) && since >= least && since <= most;
  }

  /** Whether it has the same tracks as another. */
  boolean hasTracksOf(Chunk other) {
    Section theirs = other.section;
    return section == null || theirs == null
        ? section == theirs && format == other.format
        : section.kind == theirs.kind;
  }

  boolean isFragmented() {
    return section != null;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    return page + "/" + sequence + ":" + digest.substring(0, 6);
  }
}
