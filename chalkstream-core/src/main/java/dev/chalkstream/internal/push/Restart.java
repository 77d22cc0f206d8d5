package dev.chalkstream.internal.push;

import dev.chalkstream.SegmentName;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.sequence.PlaylistWindow;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells by a pushed playlist whether its encoder was started again: it then numbers anew, mostly
 * from 0 and with the names that it has used before, and perhaps with the same bytes. Where the
 * names are others, they alone tell.
 *
 * @param run the run that the encoder has pushed so far
 * @param begunAt when that run began
 * @param next the number that is listed next
 * @param length how many entries the playlist before had
 * @param names what the numbers of that run are called
 * @param stored what no playlist has named yet
 * @param window what is listed
 */
record Restart(
    int run,
    Instant begunAt,
    long next,
    int length,
    PushedNames names,
    PushedSegments stored,
    PlaylistWindow window) {

  /**
   * Whether, of the numbers that are over, the playlist means more often a segment that has come
   * since than the one that was listed; where it is a tie, the newest tells. One such segment is
   * enough where the playlist is too old to be late. One with the same bytes may be a mere
   * repetition: such count only in a playlist that has fallen back, and only where there are two.
   */
  boolean isToldBy(PushedPlaylist said) {
    if (names.areOthersIn(said)) {
      return said.entries().stream().anyMatch(entry -> stored.find(entry.path()) != null);
    }
    return isToldByNumbers(said);
  }

  private boolean isToldByNumbers(PushedPlaylist said) {
    boolean fallenBack = said.lastSequence() < next - 1;
    // No playlist is late by more than it has entries.
    boolean tooOld = said.lastSequence() + length < next;
    int fresh = 0;
    int former = 0;
    int repeated = 0;
    boolean newest = false;
    for (PushedEntry entry : said.entries()) {
      if (entry.gap() || entry.sequence() >= next) {
        continue;
      }
      PushedSegment segment = stored.find(entry.path());
      boolean sameName = entry.path().equals(names.known().get(entry.sequence()));
      if (segment != null) {
        boolean again = isRepeated(entry, segment);
        newest = again ? fallenBack : differs(entry, segment, sameName, fallenBack, tooOld);
        fresh += newest ? 1 : 0;
        repeated += again ? 1 : 0;
      } else if (sameName) {
        newest = false;
        former++;
      }
    }
    boolean onlyOne = fresh == 1 && repeated == 1;
    return !onlyOne && ((tooOld && fresh > 0) || fresh > former || (newest && fresh == former));
  }

  private boolean isRepeated(PushedEntry entry, PushedSegment segment) {
    return window
        .find(run, entry.sequence())
        .map(ListedSegment::name)
        .filter(segment.stored()::hasBytesOf)
        .isPresent();
  }

  private boolean differs(
      PushedEntry entry,
      PushedSegment segment,
      boolean sameName,
      boolean fallenBack,
      boolean tooOld) {
    Optional<ListedSegment> listed = window.find(run, entry.sequence());
    SegmentName name = listed.map(ListedSegment::name).orElse(null);
    if (name == null && sameName) {
      // What comes when its place is closed is late; but of what has expired nothing else is known.
      return fallenBack && window.isOver(run, entry.sequence());
    }
    if (name == null) {
      Instant arrivedAt = segment.arrivedAt();
      // Where the time of the stream stands still, that the playlist is too old to be late tells.
      return arrivedAt.isAfter(begunAt) || (tooOld && arrivedAt.equals(begunAt));
    }
    return true;
  }
}
