package dev.chalkstream.internal.push;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedSection;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.sequence.Broadcast;
import dev.chalkstream.internal.text.PushPath;
import dev.chalkstream.media.Container;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The initialization sections that an encoder has pushed, while they are changed. An encoder that
 * is started again pushes others under the same names, so that those of a name are kept too which
 * were there before. Not safe for use by many threads.
 */
public final class PushedSections {

  /** As {@code Pushes} keeps them. */
  private final List<PushedSection> sections;

  private final Broadcast broadcast;
  private final Set<SegmentName> dropped = new LinkedHashSet<>();

  PushedSections(Collection<PushedSection> sections, Broadcast broadcast) {
    this.sections = new ArrayList<>(sections);
    this.broadcast = broadcast;
  }

  /**
   * Takes a section, or tells why not. It is no sign of life of the stream.
   *
   * @param pushed whether segments of the stream wait for a playlist
   */
  public AppendOutcome take(PushedSection section, boolean pushed) {
    Optional<Rejected> refusal = broadcast.files().refuse(section.name().container(), pushed);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (isLikeliest(section)) {
      return new Accepted(IngestResult.UNCHANGED);
    }
    SegmentDigest digest = section.name().digest();
    SegmentName name =
        find(digest).or(() -> broadcast.files().storedSection(digest)).orElse(section.name());
    add(new PushedSection(section.path(), name, broadcast.now()));
    broadcast.noteCandidate();
    return new Accepted(IngestResult.STORED);
  }

  /** A segment with its section as it is stored, if that was pushed. */
  public StoredSegment withStoredSection(StoredSegment segment) {
    SegmentName section = segment.section();
    return section == null || !section.isPlain()
        ? segment
        : find(section.digest()).map(segment::withSection).orElse(segment);
  }

  /** The digest of the section that a segment is most likely to need, or null for none. */
  public @Nullable SegmentDigest likeliestFor(String path) {
    String map = broadcast.expected().find(path).map(PushedEntry::map).orElse(null);
    return PushedSection.likeliestFirst(sections, path, map).stream()
        .map(SegmentName::digest)
        .findFirst()
        .orElse(null);
  }

  List<PushedSection> toList() {
    return List.copyOf(sections);
  }

  /** Under which names they are stored. */
  Set<SegmentName> names() {
    return sections.stream().map(PushedSection::name).collect(Collectors.toSet());
  }

  /** The stored section with such bytes. */
  private Optional<SegmentName> find(SegmentDigest digest) {
    return sections.stream()
        .map(PushedSection::name)
        .filter(name -> name.digest().equals(digest))
        .findFirst();
  }

  /** Whether a section is there, and segments beside it are likely to need it. */
  private boolean isLikeliest(PushedSection section) {
    PushedSection last = null;
    for (PushedSection each : sections) {
      last = isBeside(each, section) ? each : last;
    }
    return last != null
        && last.path().equals(section.path())
        && last.name().digest().equals(section.name().digest());
  }

  private static boolean isBeside(PushedSection one, PushedSection other) {
    return PushPath.directory(one.path()).equals(PushPath.directory(other.path()));
  }

  /** Adds a section; the oldest goes where there are too many. */
  private void add(PushedSection section) {
    sections.add(section);
    while (sections.size() > PushedSection.MOST) {
      drop(sections.remove(0));
    }
  }

  void clear() {
    List<PushedSection> all = toList();
    sections.clear();
    all.forEach(this::drop);
  }

  private void drop(PushedSection section) {
    if (!names().contains(section.name())) {
      dropped.add(section.name());
    }
  }

  /** The names of those that were dropped since this was last asked. */
  Set<SegmentName> pollDropped() {
    Set<SegmentName> names = Set.copyOf(dropped);
    dropped.clear();
    return names;
  }

  /** When the last came, or null if there is none. */
  @Nullable Instant latestAt() {
    return sections.stream().map(PushedSection::arrivedAt).max(Instant::compareTo).orElse(null);
  }

  /**
   * A segment with the section that the playlist means: what was called so when the segment came.
   * It may be another than the one with which the segment was recognised, where an encoder pushes
   * several.
   */
  StoredSegment resolve(PushedSegment segment, PushedEntry entry) {
    StoredSegment stored = segment.stored();
    SegmentName present = stored.section();
    String map = entry.map();
    if (present == null || map == null) {
      return stored;
    }
    prefer(map);
    return meant(map, segment.arrivedAt())
        .filter(meant -> !meant.digest().equals(present.digest()))
        .map(stored::withSection)
        .orElse(stored);
  }

  private Optional<SegmentName> meant(String map, Instant when) {
    PushedSection meant = null;
    for (PushedSection each : sections) {
      boolean before = meant == null || !each.arrivedAt().isAfter(when);
      meant = before && PushPath.matches(each.path(), map) ? each : meant;
    }
    return Optional.ofNullable(meant).map(PushedSection::name);
  }

  /** The next segments are likely to need what the playlist names. */
  private void prefer(String map) {
    for (int i = sections.size() - 1; i >= 0; i--) {
      if (PushPath.matches(sections.get(i).path(), map)) {
        sections.add(sections.remove(i));
        return;
      }
    }
  }

  /** Why a playlist cannot be followed that names some of the segments which have come. */
  static Optional<Rejected> refuse(PushedPlaylist said, PushedSegments stored) {
    return said.entries().stream()
        .filter(entry -> !entry.gap())
        .flatMap(
            entry ->
                Optional.ofNullable(stored.find(entry.path())).stream()
                    .flatMap(segment -> refuse(segment, entry).stream()))
        .findFirst();
  }

  /** Why a segment cannot be listed as a playlist names it. */
  static Optional<Rejected> refuse(PushedSegment segment, PushedEntry entry) {
    boolean fragments = segment.name().container() == Container.CMAF;
    if (fragments == (entry.map() != null)) {
      return Optional.empty();
    }
    return Optional.of(
        new Rejected(
            Reason.UNSUPPORTED_PLAYLIST,
            fragments
                ? "the playlist names '"
                    + segment.path()
                    + "', a segment of fragmented MP4, without an EXT-X-MAP before it"
                : "the playlist names '"
                    + segment.path()
                    + "', an MPEG transport stream, behind an EXT-X-MAP, which is for segments of"
                    + " fragmented MP4"));
  }
}
