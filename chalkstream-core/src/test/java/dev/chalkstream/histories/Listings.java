package dev.chalkstream.histories;

import dev.chalkstream.audit.ChangeRules;
import dev.chalkstream.audit.FormatRules;
import dev.chalkstream.audit.ReadPlaylist;
import dev.chalkstream.audit.ReadSegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All playlists that a stream has had, in the order of its revisions, audited one by one and
 * against each other, and all that they have listed.
 */
final class Listings {

  private final Truth truth;
  private final EntryRules rules;
  private final List<ReadPlaylist> playlists = new ArrayList<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, List<Entry>> byName = new HashMap<>();
  private final List<Deletion> deletions = new ArrayList<>();
  private final boolean sliding;
  private @Nullable ReadPlaylist current;
  private int front;
  private long longestMicros;

  /** A segment that was listed is deleted, or its section, under a name and at a true time. */
  record Deletion(Entry entry, String name, Instant at) {}

  Listings(Truth truth) {
    this.truth = truth;
    this.rules = new EntryRules(truth);
    this.sliding = !truth.profile.retention().isZero();
  }

  /**
   * A new revision has been written.
   *
   * @param text its playlist, or null if it has none
   * @return the segments that it lists first, gaps left out
   */
  List<Entry> revise(@Nullable String text) {
    ReadPlaylist former = current;
    if (text == null) {
      expire(former);
      return List.of();
    }
    if (former != null && former.text().equals(text)) {
      return List.of();
    }
    ReadPlaylist next = ReadPlaylist.parse(text);
    truth.check(FormatRules.violations(next), "the playlist's format\n" + text);
    checkChange(former, next);
    truth.check(next.type().equals(sliding ? "" : "EVENT"), "the type is " + next.type());
    truth.check(
        next.independentSegments() == truth.profile.independent(), "the independence is wrong");
    positions.put(text, playlists.size());
    playlists.add(next);
    rules.begin(former, next);
    List<Entry> fresh = list(next);
    unlist(next);
    checkEnd(former, next);
    current = next;
    truth.targetSeconds = next.targetDuration();
    return fresh.stream().filter(entry -> entry.chunk != null).toList();
  }

  private void checkChange(@Nullable ReadPlaylist former, ReadPlaylist next) {
    if (former != null) {
      truth.check(
          ChangeRules.violations(former, next), "a change\n" + former.text() + "\n" + next.text());
      boolean shorter = next.mediaSequence() > former.mediaSequence();
      if (shorter && next.micros() < 3_000_000 * next.targetDuration()) {
        truth.check(next.mediaSequence() >= former.nextNumber(), "it is too short");
        expireAndResume(former);
      }
    } else if (!playlists.isEmpty()) {
      ReadPlaylist expired = playlists.get(playlists.size() - 1);
      truth.check(ChangeRules.violations(expired, next), "a resumption after the expiry");
      truth.check(next.mediaSequence() >= expired.nextNumber(), "what had expired is listed");
    }
  }

  /** Where nobody has written down the end, an upload does it in the same revision. */
  private void expireAndResume(ReadPlaylist former) {
    boolean over = former.ended() || truth.isSilent() || truth.completions > 0;
    truth.check(over, "expired before it was complete");
    expire(former);
  }

  private List<Entry> list(ReadPlaylist next) {
    List<Entry> fresh = new ArrayList<>();
    for (ReadSegment segment : next.segments()) {
      if (entries.isEmpty() || segment.number() > lastNumber()) {
        truth.check(
            entries.isEmpty() || segment.number() == lastNumber() + 1, "a number is left out");
        Entry entry = rules.list(segment, truth.clock.instant());
        entries.add(entry);
        byName.computeIfAbsent(segment.name(), name -> new ArrayList<>()).add(entry);
        segment
            .mapName()
            .ifPresent(map -> byName.computeIfAbsent(map, name -> new ArrayList<>()).add(entry));
        fresh.add(entry);
      }
    }
    long micros = next.micros();
    longestMicros = Math.max(longestMicros, micros);
    Entry top = entries.get(entries.size() - next.segments().size());
    Instant date = next.segments().get(0).date().orElseThrow();
    truth.check(
        Duration.between(date, top.start).abs().toMillis() <= 1,
        top + " was dated " + top.start + " and is now " + date);
    if (sliding) {
      for (int i = entries.size() - next.segments().size(); i < entries.size(); i++) {
        entries.get(i).longestMicros = Math.max(entries.get(i).longestMicros, micros);
      }
    }
    return fresh;
  }

  private long lastNumber() {
    return entries.get(entries.size() - 1).segment.number();
  }

  private void unlist(ReadPlaylist next) {
    Instant now = truth.clock.instant();
    for (; entries.get(front).segment.number() < next.mediaSequence(); front++) {
      Entry gone = entries.get(front);
      gone.listed = false;
      gone.keptUntil = now.plusNanos((gone.segment.micros() + gone.longestMicros) * 1_000);
      boolean old =
          !now.plus(truth.tolerance()).isBefore(gone.listedAt.plus(truth.profile.retention()));
      truth.check(old, "unlisted before its time: " + gone);
    }
  }

  private void expire(@Nullable ReadPlaylist former) {
    current = null;
    if (former == null) {
      return;
    }
    truth.check(sliding, "what is kept for ever is gone");
    Instant now = truth.clock.instant();
    Instant due = entries.get(entries.size() - 1).listedAt.plus(truth.profile.retention());
    truth.check(!now.plus(truth.tolerance()).isBefore(due), "expired before its time");
    for (; front < entries.size(); front++) {
      Entry gone = entries.get(front);
      gone.listed = false;
      gone.keptUntil = now.plusNanos(former.micros() * 1_000);
    }
    rules.expired();
  }

  private void checkEnd(@Nullable ReadPlaylist former, ReadPlaylist next) {
    if (!next.ended()) {
      return;
    }
    rules.ended();
    if (former == null || !former.ended()) {
      truth.check(truth.isSilent() || truth.completions > 0, "complete before its time");
    }
  }

  /** A blob is about to be deleted: nobody may miss it, be it a segment or a section of some. */
  void deleting(String name) {
    for (Entry entry : byName.getOrDefault(name, List.of())) {
      truth.check(!entry.listed, "a listed segment is deleted: " + entry);
      boolean missed = truth.clock.instant().plus(truth.tolerance()).isBefore(entry.keptUntil);
      deletions.add(new Deletion(entry, name, truth.clock.instant()));
      truth.check(!missed, entry + " is deleted before " + entry.keptUntil);
    }
  }

  /** The playlist as of the last revision, or null if there is none. */
  @Nullable ReadPlaylist current() {
    return current;
  }

  /** The playlists in their order. */
  List<ReadPlaylist> playlists() {
    return playlists;
  }

  /** Which of the playlists a text is, or -1. */
  int positionOf(String text) {
    return positions.getOrDefault(text, -1);
  }

  /** Everything that is listed now. */
  List<Entry> listed() {
    return entries.subList(front, entries.size());
  }

  /** Everything that was ever listed. */
  List<Entry> everything() {
    return entries;
  }

  List<Deletion> deletions() {
    return deletions;
  }

  boolean isListed(Chunk chunk) {
    return listed().stream().anyMatch(entry -> entry.chunk == chunk);
  }

  /** Whether a name was ever listed. */
  boolean knows(String name) {
    return byName.containsKey(name);
  }

  /** How long the longest playlist played. */
  Duration longest() {
    return Duration.ofNanos(longestMicros * 1_000);
  }

  boolean isSliding() {
    return sliding;
  }
}
