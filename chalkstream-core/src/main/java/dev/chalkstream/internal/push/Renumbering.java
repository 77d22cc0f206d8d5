package dev.chalkstream.internal.push;

import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Numbers the entries of a pushed playlist by their names, where its encoder numbers them wrongly:
 * with a media sequence number that stands still, or is off by one. Where names come round again,
 * the numbers tell; so a playlist is taken as it is unless all the names that are known contradict
 * it, and a new one follows them.
 *
 * @param names what the numbers of the run are called
 */
record Renumbering(PushedNames names) {

  /** The playlist, with other numbers if its names say so. */
  PushedPlaylist apply(PushedPlaylist said) {
    OptionalLong shift = shift(said, names.numbers());
    return shift.isPresent() && said.firstSequence() + shift.getAsLong() >= 0
        ? said.shifted(shift.getAsLong())
        : said;
  }

  private OptionalLong shift(PushedPlaylist said, Map<String, Long> numbers) {
    long shift = 0;
    boolean newest = false;
    for (PushedEntry entry : said.entries()) {
      Long number = numbers.get(entry.path());
      newest = number == null;
      if (number != null) {
        long off = number - entry.sequence();
        if (off == 0 || (shift != 0 && off != shift)) {
          return OptionalLong.empty();
        }
        shift = off;
      }
    }
    boolean comesRound = shift < 0 && said.firstSequence() > names.last();
    return shift == 0 || !newest || comesRound ? OptionalLong.empty() : OptionalLong.of(shift);
  }
}
