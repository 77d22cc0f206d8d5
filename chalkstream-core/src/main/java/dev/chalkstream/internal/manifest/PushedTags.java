package dev.chalkstream.internal.manifest;

import dev.chalkstream.internal.text.PushPath;
import java.util.ArrayList;
import java.util.List;

/**
 * The marks that a pushed playlist has before a segment, in their order and as they were said.
 * Immutable.
 *
 * @param lines the tags, of {@link Markers#MAX_SEGMENT_BYTES} together
 * @param cut whether there were more, which are left out
 */
public record PushedTags(List<String> lines, boolean cut) {

  public static final PushedTags NONE = new PushedTags(List.of(), false);

  private static final PushedTags CUT = new PushedTags(List.of(), true);

  public PushedTags {
    lines = List.copyOf(lines);
  }

  /** Those of some tags that are marks, as far as there is room. */
  public static PushedTags of(List<String> tags) {
    PushedTags marks = NONE;
    for (String tag : tags) {
      if (Markers.isMark(tag)) {
        marks = marks.plus(new PushedTags(List.of(tag), false));
      }
    }
    return marks;
  }

  public boolean isEmpty() {
    return lines.isEmpty() && !cut;
  }

  /** How many bytes these take up where they are kept. */
  public int bytes() {
    return Markers.bytes(lines);
  }

  /** These and others behind them, as far as there is room. */
  public PushedTags plus(PushedTags others) {
    if (others.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return others.within(Markers.MAX_SEGMENT_BYTES);
    }
    List<String> all = new ArrayList<>(lines);
    all.addAll(others.lines);
    return new PushedTags(all, cut || others.cut).within(Markers.MAX_SEGMENT_BYTES);
  }

  /** The first of these, as far as they have no more bytes than that. */
  public PushedTags within(int bytes) {
    if (bytes() <= bytes) {
      return this;
    }
    List<String> first = new ArrayList<>();
    int sum = 0;
    for (String line : lines) {
      sum += PushPath.bytes(line);
      if (sum <= bytes) {
        first.add(line);
      }
    }
    return first.isEmpty() ? CUT : new PushedTags(first, true);
  }
}
