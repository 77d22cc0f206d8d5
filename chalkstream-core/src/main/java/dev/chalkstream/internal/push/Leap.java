package dev.chalkstream.internal.push;

import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.sequence.RunSequencer;
import dev.chalkstream.media.MediaInfo;
import java.util.Optional;

/**
 * Judges a pushed playlist that begins beyond every number that is known of the run. Either what
 * lies between was lost, or its playlists are late, or the encoder was started again and numbers by
 * the clock. The timestamps tell: in the first two cases they went ahead as the numbers did. Where
 * they do not, the length tells: an encoder that is started again begins with a short playlist.
 *
 * @param unknown the first number of which nothing is known
 * @param length how many entries the playlist before had
 * @param names what the numbers of the run are called
 * @param stored what no playlist has named yet
 * @param sequencer the run
 */
record Leap(
    long unknown, int length, PushedNames names, PushedSegments stored, RunSequencer sequencer) {

  /** Without timestamps, numbers that are further ahead are those of a new start. */
  private static final long MAX_AHEAD = RunSequencer.MAX_GAPS;

  /** What a playlist shows. */
  enum Verdict {
    /** It does not leap. */
    NONE,
    /** Its encoder goes on, and segments are missing. */
    GOES_ON,
    /** Its encoder was started again. */
    RESTARTED,
    /** None of its segments has come. */
    OPEN
  }

  /** Judges a playlist that is not empty. */
  Verdict of(PushedPlaylist said) {
    if (said.firstSequence() <= unknown) {
      return Verdict.NONE;
    }
    for (PushedEntry entry : said.entries()) {
      PushedSegment segment = entry.gap() ? null : stored.find(entry.path());
      if (segment != null) {
        return goesOn(said, entry, segment.media()) ? Verdict.GOES_ON : Verdict.RESTARTED;
      }
    }
    return Verdict.OPEN;
  }

  private boolean goesOn(PushedPlaylist said, PushedEntry entry, MediaInfo media) {
    int entries = said.entries().size();
    boolean likely = said.firstSequence() <= unknown + MAX_AHEAD && entries >= length;
    Optional<Boolean> onTime = sequencer.isOnTime(entry.sequence(), media);
    return onTime.isPresent()
        ? onTime.get() || (likely && entries > 1)
        : likely && names.hasShape(RefusedNames.shape(entry.path()));
  }
}
