package dev.chalkstream.internal.sequence;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.internal.manifest.StoredSection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The initialization sections that segments need, while a stream is changed: which are stored, and
 * until when each is needed. Segments with the same section share one that is stored, however often
 * it changes in between. Not safe for use by many threads.
 */
final class Sections {

  /** The media sequence number of the last listed segment that needs it, for each section. */
  private final Map<SegmentName, Long> last = new LinkedHashMap<>();

  Sections(Collection<StoredSection> sections) {
    sections.forEach(section -> last.put(section.name(), section.last()));
  }

  /** The stored section with such bytes, if there is one that stays for now. */
  Optional<SegmentName> find(SegmentDigest digest) {
    return last.keySet().stream().filter(name -> name.digest().equals(digest)).findFirst();
  }

  /** Notes that a segment needs a section which is to be listed. */
  void await(SegmentName name) {
    last.putIfAbsent(name, StoredSection.UNLISTED);
  }

  /** Notes that a listed segment needs a section. */
  void use(SegmentName name, long number) {
    last.put(name, number);
  }

  /**
   * Lets go of those that nothing needs any more.
   *
   * @param front the media sequence number of the first listed segment
   * @param awaited those that segments need which are to be listed
   * @return those that may be deleted
   */
  Set<SegmentName> release(long front, Set<SegmentName> awaited) {
    Set<SegmentName> released =
        last.entrySet().stream()
            .filter(section -> section.getValue() < front && !awaited.contains(section.getKey()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    last.keySet().removeAll(released);
    return released;
  }

  /**
   * Those of some that no segment needs. Where there are so many sections that not all are kept
   * account of, none is known to be one.
   */
  Set<SegmentName> others(Set<SegmentName> some) {
    Set<SegmentName> others = new LinkedHashSet<>(some);
    others.removeIf(name -> last.size() >= StoredSection.MOST || last.containsKey(name));
    return others;
  }

  /** What is kept: the sections that were used last, if there are too many. */
  List<StoredSection> toList() {
    List<StoredSection> all = new ArrayList<>(last.size());
    last.forEach((name, number) -> all.add(new StoredSection(name, number)));
    while (all.size() > StoredSection.MOST) {
      all.stream().min(Comparator.comparingLong(StoredSection::last)).ifPresent(all::remove);
    }
    return all;
  }
}
