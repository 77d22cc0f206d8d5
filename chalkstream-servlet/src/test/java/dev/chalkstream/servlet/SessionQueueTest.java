package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.servlet.SessionQueue.Entry;
import dev.chalkstream.servlet.SessionQueue.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionQueueTest {

  private static final int WINDOW = 5;

  private final SessionQueue queue = new SessionQueue();
  private Instant now = Instant.EPOCH;

  /** A playlist of as many segments as encoders keep in it, up to a number. */
  private record Window(String path, long last) implements SessionQueue.Numbers {

    @Override
    public long first() {
      return Math.max(0, last - WINDOW + 1);
    }

    @Override
    public boolean names(String segment) {
      return IntStream.rangeClosed((int) first(), (int) last)
          .anyMatch(n -> segment.equals("out" + n + ".ts"));
    }
  }

  private Entry segment(int number) {
    return queue.begin(Kind.PUSHED_SEGMENT, "out" + number + ".ts", now);
  }

  private Entry wholeSegment(int number) {
    Entry entry = segment(number);
    queue.arrived(entry, null, now);
    return entry;
  }

  private Entry section(String name) {
    return queue.begin(Kind.PUSHED_FRAGMENTS, name, now);
  }

  private void arrived(Entry section) {
    section.precedes();
    queue.arrived(section, null, now);
  }

  @Test
  void aSectionGoesAloneBetweenTheSegmentsAroundIt() {
    queue.acquaint();
    Entry before = wholeSegment(0);
    Entry section = section("init.mp4");
    arrived(section);
    Entry behind = wholeSegment(1);
    Entry playlist = playlist(1);

    assertThat(queue.next(now)).containsExactly(before);
    queue.remove(before);
    assertThat(queue.next(now)).containsExactly(section);
    assertThat(queue.next(now)).isEmpty();
    queue.remove(section);
    assertThat(queue.next(now)).containsExactly(behind);
    queue.remove(behind);
    assertThat(queue.next(now)).containsExactly(playlist);
  }

  @Test
  void aSegmentWaitsAMomentForASectionThatBeganBeforeIt() {
    Entry section = section("Init.MP4");
    Entry segment = wholeSegment(0);
    assertThat(queue.next(now)).isEmpty();
    assertThat(queue.due()).isEqualTo(now.plus(SessionQueue.SCRAMBLE));
    arrived(section);
    assertThat(queue.next(now)).containsExactly(section);
    queue.remove(section);
    assertThat(queue.next(now)).containsExactly(segment);
  }

  @Test
  void theVeryFirstSectionGoesBeforeSegmentsThatOvertookIt() {
    Entry segment = section("out0.m4s");
    queue.arrived(segment, null, now);
    assertThat(queue.next(now)).isEmpty();
    Entry section = section("head.m4s");
    arrived(section);
    assertThat(queue.next(now)).containsExactly(section);
    queue.remove(section);
    assertThat(queue.isAcquainted()).isTrue();
    assertThat(queue.next(now)).containsExactly(segment);
  }

  @Test
  void aSegmentWithoutASectionWaitsForAMomentOnce() {
    Entry first = section("out0.m4s");
    queue.arrived(first, null, now);
    assertThat(queue.next(now)).isEmpty();
    now = queue.due();
    assertThat(queue.next(now)).containsExactly(first);
    queue.remove(first);
    Entry second = section("out1.m4s");
    queue.arrived(second, null, now);
    assertThat(queue.next(now)).containsExactly(second);
  }

  @Test
  void aSegmentDoesNotWaitForLongNorForOtherNames() {
    section("0.m4s");
    Entry first = wholeSegment(1);
    assertThat(queue.next(now)).containsExactly(first);
    queue.remove(first);
    section("init.mp4");
    Entry second = wholeSegment(2);
    assertThat(queue.next(now)).isEmpty();
    now = now.plus(SessionQueue.SCRAMBLE);
    assertThat(queue.next(now)).containsExactly(second);
  }

  private Entry playlist(long last) {
    return playlist("out.m3u8", last);
  }

  private Entry playlist(String path, long last) {
    Entry entry = queue.begin(Kind.IN_TURN, path, now);
    queue.arrived(entry, new Window(path, last), now);
    return entry;
  }

  private Entry completion() {
    Entry entry = queue.begin(Kind.IN_TURN, "complete", now);
    queue.arrived(entry, null, now);
    return entry;
  }

  private List<Entry> next() {
    return queue.next(now);
  }

  private void take(Entry entry) {
    assertThat(next()).containsExactly(entry);
    queue.remove(entry);
  }

  private void crowd() {
    for (int i = 0; i < SessionQueue.CROWD; i++) {
      segment(1_000 + i);
    }
  }

  @Test
  void aFewSegmentsGoSideBySideAndTheOthersWait() {
    List<Entry> segments = IntStream.range(0, 10).mapToObj(this::wholeSegment).toList();

    assertThat(next()).isEqualTo(segments.subList(0, 4));
    assertThat(next()).isEmpty();
    queue.remove(segments.get(2));
    assertThat(next()).containsExactly(segments.get(4));
  }

  @Test
  void aPlaylistWaitsForTheWholeSegmentsThatBeganBeforeIt() {
    Entry first = wholeSegment(0);
    Entry second = wholeSegment(1);
    Entry playlist = playlist(1);

    assertThat(next()).containsExactly(first, second);
    queue.remove(second);
    assertThat(next()).isEmpty();
    queue.remove(first);
    assertThat(next()).containsExactly(playlist);
  }

  @Test
  void nothingWaitsForABodyThatIsOnTheWay() {
    segment(0);
    Entry playlist = playlist(0);

    assertThat(next()).containsExactly(playlist);
  }

  @Test
  void segmentsWaitForNoPlaylist() {
    Entry first = playlist(0);
    assertThat(next()).containsExactly(first);
    playlist(1);
    Entry segment = wholeSegment(2);

    assertThat(next()).containsExactly(segment);
  }

  @Test
  void playlistsGoOneAfterTheOther() {
    Entry first = playlist(0);
    Entry second = playlist(1);

    assertThat(next()).containsExactly(first);
    assertThat(next()).isEmpty();
    queue.remove(first);
    assertThat(next()).containsExactly(second);
  }

  @Test
  void aSegmentThatBeganLaterIsAwaitedIfThePlaylistNamesIt() {
    Entry playlist = playlist(0);
    Entry segment = wholeSegment(0);

    take(segment);
    take(playlist);
  }

  @Test
  void whatTheNextPlaylistNamesGoesBeforeOtherSegments() {
    List<Entry> others = IntStream.range(100, 104).mapToObj(this::wholeSegment).toList();
    Entry named = wholeSegment(0);
    playlist(0);

    assertThat(next()).containsExactly(named, others.get(0), others.get(1), others.get(2));
  }

  @Test
  void playlistsThatHaveOvertakenEachOtherAreSortedByTheirNumbers() {
    take(playlist(0));
    Entry third = playlist(3);
    Entry first = playlist(1);
    Entry second = playlist(2);

    take(first);
    take(second);
    take(third);
  }

  @Test
  void playlistsOfAnotherNameAreNotSorted() {
    take(playlist(0));
    Entry first = playlist(3);
    Entry other = playlist("low.m3u8", 1);

    take(first);
    take(other);
  }

  @Test
  void inACrowdAPlaylistThatIsAheadWaitsForThoseBeforeIt() {
    crowd();
    take(playlist(0));
    Entry ahead = playlist(9);

    assertThat(next()).isEmpty();
    assertThat(queue.due()).isEqualTo(now.plus(SessionQueue.SCRAMBLE));
    Entry between = playlist(4);
    take(between);
    take(playlist(5));
    take(ahead);
  }

  @Test
  void whatIsNotThereInTimeIsNotWaitedFor() {
    crowd();
    Entry ahead = playlist(9);
    assertThat(next()).isEmpty();

    now = queue.due();
    take(ahead);
    assertThat(queue.due()).isEqualTo(Instant.MAX);
  }

  @Test
  void inACrowdAPlaylistWaitsForANamedSegmentThatIsOnTheWay() {
    crowd();
    Entry segment = segment(0);
    Entry playlist = playlist(0);

    assertThat(next()).isEmpty();
    queue.arrived(segment, null, now);
    take(segment);
    take(playlist);
  }

  @Test
  void anEncoderThatGoesAtThePaceOfTheClockNeverWaits() {
    take(playlist(1_000));
    take(playlist(1_100));
  }

  @Test
  void whatFallsBackGoesInItsPlace() {
    take(playlist(100));
    Entry last = playlist(101);
    now = now.plusSeconds(1);
    Entry again = playlist(0);

    take(last);
    take(again);
  }

  @Test
  void afterARestartItsNumbersCount() {
    take(playlist(100));
    now = now.plus(SessionQueue.SCRAMBLE);
    take(playlist(0));
    Entry second = playlist(2);
    Entry first = playlist(1);

    take(first);
    take(second);
  }

  @Test
  void aLatePlaylistDoesNotMakeThoseWaitThatGoOn() {
    take(playlist(100));
    take(playlist(3));
    crowd();
    take(playlist(101));
  }

  @Test
  void aCompletionWaitsForAllThatIsWholeBeforeIt() {
    Entry segment = wholeSegment(0);
    Entry playlist = playlist(0);
    Entry completion = completion();

    take(segment);
    take(playlist);
    take(completion);
  }

  @Test
  void numberedSegmentsWaitForNoOther() {
    IntStream.range(0, 10).forEach(this::wholeSegment);
    next();
    Entry numbered = queue.begin(Kind.NUMBERED_SEGMENT, "", now);
    queue.arrived(numbered, null, now);

    assertThat(next()).containsExactly(numbered);
  }

  @Test
  void whatIsTakenOutIsWaitedForNoMore() {
    Entry segment = wholeSegment(0);
    Entry playlist = playlist(0);
    next();
    queue.remove(segment);
    queue.remove(segment);

    take(playlist);
    assertThat(queue.isEmpty()).isTrue();
  }

  /**
   * Though requests overtake as many as 30 others, no playlist leaves out what a later one lacks.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aBroadcastThatIsShuffledComesOutInOrder(long seed) {
    Random random = new Random(seed);
    int segments = 300;
    List<Integer> sent = shuffled(2 * segments, 30, random);
    List<Entry> atStore = new ArrayList<>();
    List<Long> playlists = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    int begun = 0;
    while (begun < sent.size() || !queue.isEmpty()) {
      for (int i = random.nextInt(8); i > 0 && begun < sent.size(); i--) {
        int request = sent.get(begun++);
        if (request % 2 == 0) {
          wholeSegment(request / 2);
        } else {
          playlist(request / 2);
        }
      }
      atStore.addAll(next());
      now = now.plus(Duration.ofMillis(random.nextInt(20)));
      Collections.shuffle(atStore, random);
      for (int i = random.nextInt(6); i > 0 && !atStore.isEmpty(); i--) {
        Entry done = atStore.remove(0);
        if (done.numbers() instanceof Window window) {
          playlists.add(window.last());
        } else {
          taken.add(done.name());
        }
        queue.remove(done);
      }
    }
    // One that is late brings nothing that a later one has not brought already.
    long seen = -1;
    for (long last : playlists) {
      assertThat(last - WINDOW).as("goes on behind %s", seen).isLessThanOrEqualTo(seen);
      seen = Math.max(seen, last);
    }
    assertThat(seen).isEqualTo(segments - 1);
    assertThat(taken).hasSize(segments);
  }

  private static List<Integer> shuffled(int count, int distance, Random random) {
    record Key(int request, double at) {}
    return IntStream.range(0, count)
        .mapToObj(request -> new Key(request, request + random.nextDouble() * distance))
        .sorted(Comparator.comparingDouble(Key::at))
        .map(Key::request)
        .toList();
  }
}
