package dev.chalkstream.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.internal.transition.TimedMedia;
import dev.chalkstream.media.MediaTrack.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound and pictures that are pushed as playlists of their own, and arrive in any order. */
class PushHalvesTest {

  /** Longer than a playlist that is followed may be late, and shorter than a half waits. */
  private static final Duration PAUSE = Duration.ofSeconds(4);

  /** A request: a segment, or the playlist of both segments where there is no number. */
  private record Push(Kind kind, int number) {

    boolean isSegment() {
      return number >= 0;
    }
  }

  private static final List<Push> PUSHES =
      List.of(
          new Push(Kind.VIDEO, 0),
          new Push(Kind.VIDEO, 1),
          new Push(Kind.VIDEO, -1),
          new Push(Kind.AUDIO, 0),
          new Push(Kind.AUDIO, 1),
          new Push(Kind.AUDIO, -1));

  private StreamScript script = new StreamScript();
  private String video = "v";
  private String audio = "a";

  private AppendOutcome push(Push push) {
    String name = push.kind() == Kind.VIDEO ? video : audio;
    if (push.isSegment()) {
      String path = name + push.number() + ".ts";
      return script.push(
          path,
          StreamScript.name(StreamScript.digest(path)),
          TimedMedia.of(2L * push.number(), push.kind()));
    }
    return script.pushPlaylist(
        name + ".m3u8", 0, "#EXTINF:2,\n" + name + "0.ts\n#EXTINF:2,\n" + name + "1.ts");
  }

  private static boolean isSeparateAudio(AppendOutcome outcome) {
    return outcome instanceof Rejected rejected && rejected.reason() == Reason.SEPARATE_AUDIO;
  }

  private Set<Kind> listed() {
    Set<Kind> kinds = new HashSet<>();
    for (ListedSegment segment : script.manifest().window().head()) {
      for (Push push : PUSHES) {
        String name = push.kind() == Kind.VIDEO ? video : audio;
        String digest = StreamScript.digest(name + push.number() + ".ts").value();
        if (segment.name() != null && segment.name().digest().value().equals(digest)) {
          kinds.add(push.kind());
        }
      }
    }
    return kinds;
  }

  private static void permute(List<Push> chosen, Consumer<List<Push>> each) {
    if (chosen.size() == PUSHES.size()) {
      each.accept(chosen);
    }
    for (Push next : PUSHES) {
      if (!chosen.contains(next)) {
        List<Push> more = new ArrayList<>(chosen);
        more.add(next);
        permute(more, each);
      }
    }
  }

  /** Whether all of one half has come before any segment of the other. */
  private static boolean comesFirst(List<Push> order, Kind half) {
    List<Push> all = PUSHES.stream().filter(push -> push.kind() == half).toList();
    List<Push> before =
        order.stream().takeWhile(push -> push.kind() == half || !push.isSegment()).toList();
    return before.containsAll(all);
  }

  @ParameterizedTest
  @CsvSource({"v, a", "out0, out1"})
  void oneHalfIsListedAtMostAndTheOtherIsRefusedAsSuchInEveryOrder(String pictures, String sound) {
    video = pictures;
    audio = sound;
    for (int pause = 0; pause <= PUSHES.size(); pause++) {
      int at = pause;
      permute(List.of(), order -> assertHolds(order, at));
    }
  }

  private void assertHolds(List<Push> order, int pause) {
    script = new StreamScript();
    boolean refused = false;
    // Encoders push their playlists again with each segment.
    List<Push> all = new ArrayList<>(order);
    all.add(PUSHES.get(2));
    all.add(PUSHES.get(5));
    for (int n = 0; n < all.size(); n++) {
      if (n == pause) {
        script.pass(PAUSE).passTime();
      }
      refused |= isSeparateAudio(push(all.get(n)));
    }

    assertThat(refused).as("%s, a pause before %d", order, pause).isTrue();
    Set<Kind> expected = new HashSet<>();
    if (comesFirst(order, Kind.VIDEO)) {
      expected.add(Kind.VIDEO);
    } else if (comesFirst(order, Kind.AUDIO)) {
      expected.add(Kind.AUDIO);
    }
    assertThat(listed()).as("%s, a pause before %d", order, pause).isEqualTo(expected);
  }

  @Test
  void aSegmentOfTheOtherHalfLetsAPlaylistWaitForSixSecondsAndNoLonger() {
    push(new Push(Kind.VIDEO, 0));
    PUSHES.stream().filter(push -> push.kind() == Kind.AUDIO).forEach(this::push);
    assertThat(script.listing()).isEmpty();

    script.pass(Duration.ofSeconds(6)).passTime();

    assertThat(script.listing()).isEqualTo("0 1");
  }

  @Test
  void soundThatWasListedAloneGivesWayToPicturesOnceItIsOver() {
    PUSHES.stream().filter(push -> push.kind() == Kind.AUDIO).forEach(this::push);
    script.complete().pass(Duration.ofMinutes(1));
    PUSHES.stream().filter(push -> push.kind() == Kind.VIDEO).forEach(this::push);

    assertThat(script.listing()).isEqualTo("0 1 | 0 1");
  }
}
