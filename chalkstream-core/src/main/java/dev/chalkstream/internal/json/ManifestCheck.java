package dev.chalkstream.internal.json;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.Limits;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Rendition;
import dev.chalkstream.internal.manifest.Run;
import dev.chalkstream.internal.manifest.StoredSection;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.internal.manifest.Window;
import dev.chalkstream.media.Container;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the values of a manifest against each other, when each of them is within its {@linkplain
 * Limits range}. What passes here can be rendered, changed and expired without more checks.
 */
public final class ManifestCheck {

  private final Manifest manifest;
  private final Rendition rendition;
  private final Window window;

  private ManifestCheck(Manifest manifest, Rendition rendition) {
    this.manifest = manifest;
    this.rendition = rendition;
    this.window = rendition.window();
  }

  /**
   * Checks a manifest.
   *
   * @throws IOException if this library cannot have written it; names the fields
   */
  public static void check(Manifest manifest) throws IOException {
    identity(manifest);
    for (Rendition rendition : manifest.renditions().values()) {
      new ManifestCheck(manifest, rendition).check();
    }
  }

  private void check() throws IOException {
    container();
    numbers();
    totals();
    targetDuration();
    run();
    waiting();
  }

  private static void identity(Manifest manifest) throws IOException {
    require(manifest.revision() > 0, "'revision' is 0");
    require(
        manifest.state() != State.WAITING && manifest.state() != State.DAMAGED,
        "'state' is none that is stored");
  }

  /** A rendition is of one container, from its first segment to its expiry. */
  private void container() throws IOException {
    for (ListedSegment segment : window.head()) {
      require(isOfContainer(segment.name()), "a 'name' in 'head' is of another 'container'");
      require(isComplete(segment.section()), "a 'section' in 'head' is not of the 'container'");
    }
    for (WaitingSegment segment : rendition.waiting()) {
      require(
          isOfContainer(segment.name()), "a 'name' that is 'waiting' is of another 'container'");
      require(
          isComplete(segment.stored().section()),
          "the 'section' of what is 'waiting' is not of the 'container'");
    }
    for (StoredSection section : rendition.sections()) {
      require(isComplete(section.name()), "one of the 'sections' is not of the 'container'");
    }
  }

  /** Segments of CMAF need initialization sections, and no others do. */
  private boolean isComplete(@Nullable SegmentName section) {
    return rendition.container() == Container.CMAF
        ? section != null && !section.isPlain() && isOfContainer(section)
        : section == null;
  }

  private boolean isOfContainer(@Nullable SegmentName name) {
    return name == null || name.container() == rendition.container();
  }

  private void numbers() throws IOException {
    require(
        window.mediaSequence() <= window.headSequence(),
        "'mediaSequence' is greater than 'headSequence'");
    require(
        window.mediaSequence() == window.headSequence() || !window.head().isEmpty(),
        "'headSequence' is greater than 'mediaSequence', and 'head' is empty");
    // Before anything walks through them: a wrong digit can make a thousand million of them.
    require(
        entries() <= Limits.ENTRIES + Limits.ENTRIES_PER_SECOND * window.duration().toSeconds(),
        "'mediaSequence' and 'headSequence' are too far apart for what 'micros' says");
    List<Long> pages = window.pages();
    require(pages.isEmpty() || pages.get(0) >= 0, "'headSequence' is too small for its pages");
  }

  private void totals() throws IOException {
    Duration headDuration = Duration.ZERO;
    long headBytes = 0;
    long headDiscontinuities = 0;
    for (ListedSegment segment : window.head()) {
      headDuration = headDuration.plus(segment.duration());
      headBytes += segment.bytes();
      headDiscontinuities += segment.discontinuity() ? 1 : 0;
      require(headBytes <= window.bytes(), "'bytes' is less than those in 'head'");
    }
    require(headDuration.compareTo(window.duration()) <= 0, "'micros' is less than in 'head'");
    require(
        headDiscontinuities <= window.discontinuities() && window.discontinuities() <= entries(),
        "'discontinuities' is not what 'head' and the number of segments admit");
  }

  private void targetDuration() throws IOException {
    TargetDuration target = manifest.targetDuration();
    if (target == null) {
      require(window.isEmpty(), "'targetDuration' is missing");
      return;
    }
    for (ListedSegment segment : window.head()) {
      require(target.admits(segment.duration()), "'targetDuration' is less than in 'head'");
    }
    Duration longest = Duration.ofSeconds(target.seconds() + 1L);
    require(
        window.duration().dividedBy(longest) <= entries(),
        "'micros' is more than the number of segments and 'targetDuration' admit");
  }

  private void run() throws IOException {
    Run run = manifest.run();
    require(!run.hasListed() || run.first() <= run.next(), "'first' of 'run' is behind its 'next'");
    if (!window.head().isEmpty()) {
      ListedSegment last = window.head().get(window.head().size() - 1);
      require(
          last.run() < run.ordinal()
              || (last.run() == run.ordinal() && last.sequence() < run.next()),
          "'head' is ahead of 'run'");
    }
  }

  private void waiting() throws IOException {
    List<WaitingSegment> waiting = rendition.waiting();
    require(
        waiting.isEmpty() == (manifest.run().missingSince() == null),
        "'missingSince' and 'waiting' do not agree");
    long least = manifest.run().next();
    for (WaitingSegment segment : waiting) {
      require(segment.sequence() >= least, "the 'sequence' of what is 'waiting' is not in order");
      least = segment.sequence() + 1;
    }
  }

  private long entries() {
    return window.nextSequence() - window.mediaSequence();
  }

  private static void require(boolean holds, String complaint) throws IOException {
    if (!holds) {
      throw new IOException(complaint);
    }
  }
}
