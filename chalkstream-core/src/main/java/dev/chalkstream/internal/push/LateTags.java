package dev.chalkstream.internal.push;

import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.sequence.MarkerEditor;
import dev.chalkstream.internal.sequence.PlaylistWindow;
import dev.chalkstream.internal.sequence.Remarks;
import dev.chalkstream.internal.text.PushPath;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes the marks that a playlist says late: before a segment that is listed already. Nothing is
 * inserted behind what viewers have seen, so date ranges go with the next segment that is listed,
 * since they tell their time themselves, and cues are left out.
 *
 * @param run the ordinal of the run that the playlist numbers
 * @param names what the newest numbers of that run are called; older ones are not looked at
 * @param window what is listed
 * @param remarks takes what is left out
 */
record LateTags(int run, PushedNames names, PlaylistWindow window, Remarks remarks) {

  /** Looks through a playlist; returns whether there are any that wait now. */
  boolean take(PushedPlaylist said) {
    boolean any = false;
    for (PushedEntry entry : said.entries()) {
      String name = entry.tags().isEmpty() ? null : names.known().get(entry.sequence());
      if (name != null && PushPath.matches(name, entry.path())) {
        any |= take(entry);
      }
    }
    return any;
  }

  private boolean take(PushedEntry entry) {
    Optional<ListedSegment> listed = window.find(run, entry.sequence());
    if (listed.isEmpty()) {
      return false;
    }
    for (String line : entry.tags().lines()) {
      if (!Markers.isDateRange(line) && !listed.get().tags().contains(line)) {
        remarks.add(
            Remarks.Kind.LATE_CUE,
            Markers.name(line) + " came behind the segment that it is said of, and is left out");
      }
    }
    Duration shift = MarkerEditor.shift(entry.start(), listed.get().start());
    Instant front = window.toWindow().head().get(0).start();
    return window.markers().addLate(entry.tags(), shift, front);
  }
}
