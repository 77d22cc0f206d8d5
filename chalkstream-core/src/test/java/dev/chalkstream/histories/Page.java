package dev.chalkstream.histories;

import dev.chalkstream.media.TestMedium;
import dev.chalkstream.media.TestMedium.Format;
import dev.chalkstream.media.cmaf.TestFragments;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A broadcaster's page from its loading to its closing: makes segments from number 0 on. */
final class Page {

  private static final List<Format> FORMATS = List.of(Format.values());
  private static final int MICROS_PER_FRAME = 128_000;

  /** What is said and what the timestamps say may differ by so much without a correction. */
  private static final int MAX_DEVIATION = 9_000;

  private static final int LONGER_FRAMES = 20;

  final int ordinal;
  final @Nullable String run;
  private final Profile profile;
  private final Random random;
  private final List<Section> sections;
  private final Set<Section> sent = new HashSet<>();
  private Format format;
  private @Nullable Section section;
  private long cursor;
  private long next;
  private @Nullable Chunk first;
  private @Nullable Chunk last;
  private @Nullable Chunk repeated;

  Page(int ordinal, Profile profile, Random random) {
    this.ordinal = ordinal;
    this.run = profile.withRuns() ? "run-" + ordinal : null;
    this.profile = profile;
    this.random = random;
    this.format = FORMATS.get(random.nextInt(FORMATS.size()));
    this.cursor = random.nextInt(3) == 0 ? (1L << 33) - 200_000 : random.nextInt(1 << 30);
    this.sections = Section.some(profile.sections());
    if (!sections.isEmpty() && !(profile.mixed() && random.nextInt(4) == 0)) {
      format = Format.VIDEO;
      section = anySection();
    }
  }

  /** The next segment. */
  Chunk produce(long mark) {
    upset();
    Chunk former = repeatable();
    if (former != null && random.nextDouble() < profile.disorder() / 10) {
      last = former.repeatedAt(this, next++);
      repeated = last;
      return last;
    }
    boolean longer = random.nextDouble() < profile.longer();
    int frames = profile.frames() + random.nextInt(2) + (longer ? LONGER_FRAMES : 0);
    boolean keyFrame = !profile.independent() || random.nextInt(8) > 0;
    last = chunk(next++, frames, keyFrame, mark);
    first = first == null ? last : first;
    cursor = last.start + last.ticks;
    return last;
  }

  /** The last segment or the first, if their bytes may come again, or null. */
  private @Nullable Chunk repeatable() {
    Chunk former = random.nextInt(3) == 0 ? first : last;
    // Otherwise nobody could tell which of the two is listed.
    boolean told = former != null && former.acknowledged && run != null;
    Chunk before = repeated;
    return told && (before == null || before.acknowledged) ? former : null;
  }

  /** Other bytes for a number that was made before. */
  Chunk forge(long mark) {
    long sequence = next == 0 ? 0 : random.nextInt((int) next);
    return chunk(sequence, profile.frames(), true, mark);
  }

  private Section anySection() {
    return sections.get(random.nextInt(sections.size()));
  }

  /** Whether the server has said that it has taken a section, and has not asked for it since. */
  boolean hasSent(Section other) {
    return sent.contains(other);
  }

  void sent(Section other) {
    sent.add(other);
  }

  /** The server asks for it. */
  void forget(Section other) {
    sent.remove(other);
  }

  long next() {
    return next;
  }

  private Chunk chunk(long sequence, int frames, boolean keyFrame, long mark) {
    Section needed = section;
    boolean packets = needed == null;
    long start = packets ? cursor & ((1L << 33) - 1) : Math.max(0, cursor);
    byte[] bytes =
        packets
            ? TestMedium.segment(format, start, frames, keyFrame, mark)
            : TestFragments.pictures(start, frames, (int) TestMedium.FRAME_TICKS, keyFrame, mark);
    long exact = (long) frames * MICROS_PER_FRAME;
    long said = exact + (random.nextBoolean() ? random.nextInt(MAX_DEVIATION) : 0);
    long listed = said;
    // Pictures alone do not tell that a word is too long.
    if (random.nextInt(60) == 0 && format != Format.VIDEO) {
      said = exact * 3 + 1_000_000;
      listed = exact;
    }
    return new Chunk(
        this,
        sequence,
        bytes,
        format,
        needed,
        start,
        frames * TestMedium.FRAME_TICKS,
        keyFrame,
        said,
        listed);
  }

  private void upset() {
    if (section != null && random.nextInt(sections.size() > 10 ? 2 : 6) == 0) {
      section = anySection();
    }
    if (profile.restarting()) {
      cursor = 0;
    } else if (random.nextDouble() < profile.disorder() / 4) {
      switch (random.nextInt(4)) {
        case 0 -> cursor = 0;
        case 1 -> cursor += 90_000L * (1 + random.nextInt(10_000));
        case 2 -> cursor -= 90_000L * (1 + random.nextInt(10));
        default ->
            format = section != null ? Format.VIDEO : FORMATS.get(random.nextInt(FORMATS.size()));
      }
    } else if (random.nextInt(4) == 0) {
      cursor += random.nextInt(4_001) - 2_000;
    }
  }

  @Override
  public String toString() {
    return run == null ? "page-" + ordinal : run;
  }
}
