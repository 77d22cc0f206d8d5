package dev.chalkstream.audit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What initialization sections and segments of fragmented MP4 must fulfil (section 3.1.2 of the HLS
 * draft).
 */
public final class MediaRules {

  /** What may stand before the first fragment of a segment (ISO/IEC 14496-12 and 23009-1). */
  private static final Set<String> BEFORE_FRAGMENTS =
      Set.of("styp", "sidx", "ssix", "prft", "emsg", "free", "skip", "uuid");

  private static final int BASE_DATA_OFFSET = 1;

  private final List<String> violations = new ArrayList<>();

  private MediaRules() {}

  private interface Check {
    void run(MediaRules rules);
  }

  private static List<String> violations(Check check) {
    var rules = new MediaRules();
    try {
      check.run(rules);
    } catch (RuntimeException e) {
      rules.violations.add("unreadable: " + e);
    }
    return rules.violations;
  }

  /** What is wrong with an initialization section, in words. */
  public static List<String> ofSection(byte[] section) {
    return violations(rules -> rules.checkSection(ReadBox.all(ByteBuffer.wrap(section))));
  }

  /** What is wrong with a segment that is played with an initialization section, in words. */
  public static List<String> ofSegment(byte[] section, byte[] segment) {
    return violations(
        rules ->
            rules.checkSegment(
                tracks(ReadBox.all(ByteBuffer.wrap(section))),
                ReadBox.all(ByteBuffer.wrap(segment))));
  }

  /**
   * What is wrong where one initialization section takes the place of another, in words: where the
   * number, the kinds or the formats of the tracks change, a discontinuity stands (section
   * 4.4.4.3).
   */
  public static List<String> ofChange(byte[] before, byte[] after, boolean discontinuity) {
    return violations(
        rules ->
            rules.check(
                discontinuity || tracks(before).equals(tracks(after)),
                "other tracks without a discontinuity: " + tracks(before) + tracks(after)));
  }

  /** ftyp, then moov, which has tracks without samples, and then mvex. */
  private void checkSection(List<ReadBox> boxes) {
    check(boxes.get(0).type().equals("ftyp"), "it does not begin with ftyp");
    List<ReadBox> movies = ReadBox.find(boxes, "moov");
    check(movies.size() == 1, "it has not one moov");
    check(ReadBox.find(boxes, "moof").isEmpty(), "it has a fragment");
    check(ReadBox.find(boxes, "mdat").isEmpty(), "it has media");
    List<String> types = movies.get(0).boxes().stream().map(ReadBox::type).toList();
    check(types.contains("trak"), "it has no track");
    check(types.indexOf("mvex") > types.lastIndexOf("trak"), "no mvex follows the last track");
    for (ReadBox track : movies.get(0).find("trak")) {
      checkTrack(track, movies.get(0));
    }
  }

  private void checkTrack(ReadBox track, ReadBox movie) {
    long id = id(track);
    check(
        movie.find("mvex", "trex").stream().filter(each -> each.number(0) == id).count() == 1,
        "track " + id + " has no defaults for its fragments");
    for (ReadBox table : track.find("mdia", "minf", "stbl")) {
      for (ReadBox box : table.boxes()) {
        boolean samples =
            switch (box.type()) {
              case "stts", "stsc", "stco", "co64" -> box.number(0) > 0;
              case "stsz" -> box.number(4) > 0;
              default -> false;
            };
        check(!samples, "track " + id + " has samples in " + box.type());
      }
    }
  }

  /** Fragments, each with its media, of tracks that the section has. */
  private void checkSegment(List<Track> known, List<ReadBox> boxes) {
    List<String> types =
        boxes.stream().map(ReadBox::type).dropWhile(BEFORE_FRAGMENTS::contains).toList();
    check(!types.isEmpty() && types.get(0).equals("moof"), "it does not begin with a fragment");
    check(types.contains("mdat"), "it has no media");
    check(!types.contains("moov") && !types.contains("ftyp"), "it is a section too");
    Set<Long> ids = new HashSet<>();
    known.forEach(track -> ids.add(track.id));
    for (ReadBox fragment : ReadBox.find(boxes, "moof")) {
      List<ReadBox> tracks = fragment.find("traf");
      check(!tracks.isEmpty(), "a fragment has no track");
      tracks.forEach(track -> checkFragment(track, ids));
    }
  }

  private void checkFragment(ReadBox track, Set<Long> ids) {
    List<ReadBox> headers = track.find("tfhd");
    check(headers.size() == 1, "a track of a fragment has no tfhd");
    check(track.find("tfdt").size() == 1, "a track of a fragment has no tfdt");
    for (ReadBox header : headers) {
      check(ids.contains(header.number(0)), "the section has no track " + header.number(0));
      check((header.flags() & BASE_DATA_OFFSET) == 0, "addresses are not relative to the fragment");
    }
  }

  /**
   * A track of a section.
   *
   * @param format the type of its sample entry, and the size of pictures or the rate of sound
   */
  private record Track(long id, String handler, String format) {}

  private static List<Track> tracks(byte[] section) {
    return tracks(ReadBox.all(ByteBuffer.wrap(section)));
  }

  private static List<Track> tracks(List<ReadBox> section) {
    return ReadBox.find(section, "moov", "trak").stream()
        .map(
            track ->
                new Track(
                    id(track),
                    track.find("mdia", "hdlr").get(0).text(8),
                    format(track.find("mdia", "minf", "stbl", "stsd").get(0))))
        .toList();
  }

  private static long id(ReadBox track) {
    ReadBox header = track.find("tkhd").get(0);
    return header.number(header.version() == 0 ? 8 : 16);
  }

  /** Width and height of pictures, and channels and rate of sound, lie at the same places. */
  private static String format(ReadBox descriptions) {
    ByteBuffer entry = descriptions.content().slice(8, descriptions.content().limit() - 8);
    String type = descriptions.text(12);
    int end = entry.limit();
    int size = end < 36 ? 0 : entry.getInt(32);
    int channels = end < 36 ? 0 : entry.getShort(24);
    return type + " " + size + " " + channels;
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      violations.add(otherwise);
    }
  }
}
