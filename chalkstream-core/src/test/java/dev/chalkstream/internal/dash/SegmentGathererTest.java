package dev.chalkstream.internal.dash;

import static dev.chalkstream.internal.dash.TestTrack.FRAME;
import static dev.chalkstream.internal.dash.TestTrack.SOUND;
import static dev.chalkstream.internal.dash.TestTrack.VIDEO;
import static dev.chalkstream.internal.dash.TestTrack.join;
import static dev.chalkstream.internal.dash.TestTrack.section;
import static dev.chalkstream.internal.dash.TestTrack.sound;
import static dev.chalkstream.internal.dash.TestTrack.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chalkstream.internal.dash.TrackPart.Chunk;
import dev.chalkstream.media.cmaf.FragmentOutline;
import dev.chalkstream.media.cmaf.FragmentOutline.Track;
import dev.chalkstream.media.cmaf.InitializationSection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SegmentGathererTest {

  private static final SegmentRules RULES =
      new SegmentRules(Duration.ofSeconds(2), Duration.ofSeconds(10), 1_000_000);

  private final InitializationSection pictures = section(VIDEO);
  private final InitializationSection both = section(VIDEO, SOUND);
  private final List<GatheredSegment> complete = new ArrayList<>();

  private void add(SegmentGatherer gatherer, Chunk... chunks) throws RefusedTrackException {
    for (Chunk chunk : chunks) {
      complete.addAll(gatherer.add(chunk));
    }
  }

  /** From when to when the segments are that are complete, by the given track. */
  private List<String> spans(InitializationSection section, int track) {
    return complete.stream()
        .map(segment -> FragmentOutline.of(ByteBuffer.wrap(segment.bytes()), section).orElseThrow())
        .map(outline -> outline.track(track).orElseThrow())
        .map(SegmentGathererTest::span)
        .toList();
  }

  private static String span(Track track) {
    return track.start() + "-" + track.end() + (track.keyFrame() ? " key" : "");
  }

  private List<String> spans() {
    return spans(pictures, VIDEO);
  }

  /** Chunks of one frame. */
  private static List<Chunk> chunks(int from, int to, int group) {
    List<Chunk> chunks = new ArrayList<>();
    for (int i = from; i < to; i++) {
      chunks.add(video((long) i * FRAME, i % group == 0, 1));
    }
    return chunks;
  }

  private void addAll(SegmentGatherer gatherer, List<Chunk> chunks) throws RefusedTrackException {
    add(gatherer, chunks.toArray(Chunk[]::new));
  }

  @Test
  void groupsOfPicturesAreComplete() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    add(gatherer, video(0, true, 20));
    assertThat(spans()).containsExactly("0-2000 key");
    add(gatherer, video(2_000, true, 20));
    assertThat(spans()).containsExactly("0-2000 key", "2000-4000 key");
    assertThat(gatherer.finish()).isEmpty();
  }

  @Test
  void shortGroupsAreJoined() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    Chunk first = video(0, true, 10);
    Chunk second = video(1_000, true, 10);
    add(gatherer, first, second, video(2_000, true, 10));
    assertThat(complete)
        .singleElement()
        .extracting(GatheredSegment::bytes)
        .isEqualTo(join(first.bytes(), second.bytes()));
    assertThat(gatherer.bytes()).isEqualTo(first.bytes().length);
  }

  @Test
  void aSegmentEndsNearestToItsTarget() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    add(gatherer, video(0, true, 15), video(1_500, true, 12), video(2_700, true, 12));
    assertThat(spans()).containsExactly("0-1500 key", "1500-3900 key");
  }

  @Test
  void chunksOfAFrameAreGatheredUpToAKeyFrame() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    addAll(gatherer, chunks(0, 45, 20));
    assertThat(spans()).containsExactly("0-2000 key", "2000-4000 key");
    complete.addAll(gatherer.finish().stream().toList());
    assertThat(spans()).last().isEqualTo("4000-4500 key");
  }

  @Test
  void aSegmentWithoutKeyFramesEndsAtTheLongest() throws RefusedTrackException {
    var rules = new SegmentRules(Duration.ofSeconds(1), Duration.ofSeconds(3), 1_000_000);
    var gatherer = new SegmentGatherer(pictures, rules);
    addAll(gatherer, chunks(0, 65, 1_000));
    assertThat(spans()).containsExactly("0-3000 key", "3000-6000");
  }

  @Test
  void aSegmentEndsBeforeItIsTooLarge() throws RefusedTrackException {
    int size = video(0, true, 1).bytes().length;
    var rules = new SegmentRules(Duration.ofSeconds(2), Duration.ofSeconds(3), 5 * size + 1);
    var gatherer = new SegmentGatherer(pictures, rules);
    addAll(gatherer, chunks(0, 11, 1_000));
    assertThat(spans()).containsExactly("0-500 key", "500-1000");
  }

  @Test
  void whatIsSentAgainIsLeftOut() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    addAll(gatherer, chunks(0, 50, 20));
    addAll(gatherer, chunks(20, 65, 20));
    assertThat(spans()).containsExactly("0-2000 key", "2000-4000 key", "4000-6000 key");
  }

  @Test
  void whatASecondEncoderSendsAgainWithOtherBytesIsLeftOut() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    add(gatherer, video(0, true, 20), video(2_000, true, 20));
    Chunk other = video(2_000, true, 10);
    add(gatherer, other, video(3_000, false, 10), video(4_000, true, 20));
    assertThat(spans()).containsExactly("0-2000 key", "2000-4000 key", "4000-6000 key");
  }

  @Test
  void anEncoderThatBeginsAgainIsNoRepetition() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    add(gatherer, video(100_000, true, 20), video(102_000, true, 20));
    add(gatherer, video(0, true, 20), video(2_000, true, 20));
    assertThat(spans())
        .containsExactly("100000-102000 key", "102000-104000 key", "0-2000 key", "2000-4000 key");
  }

  /** What comes again is only what has come: it does not reach back behind the last jump. */
  @Test
  void whatWasNeverSentIsNoRepetition() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    add(gatherer, video(10_000, true, 20), video(6_000, true, 20));
    assertThat(spans()).containsExactly("10000-12000 key", "6000-8000 key");
  }

  @Test
  void aHoleEndsASegment() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    addAll(gatherer, chunks(0, 5, 20));
    addAll(gatherer, chunks(8, 12, 20));
    complete.addAll(gatherer.finish().stream().toList());
    assertThat(spans()).containsExactly("0-500 key", "800-1200");
  }

  @Test
  void theLastSegmentIsMarked() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    add(
        gatherer,
        video(0, true, 20),
        video(2_000, true, 5, "lmsg"),
        video(2_500, false, 5, "cmfl"));
    assertThat(complete).extracting(GatheredSegment::isLast).containsExactly(false);
    assertThat(gatherer.finish()).get().extracting(GatheredSegment::isLast).isEqualTo(true);
  }

  @Test
  void aMarkThatComesAgainIsTaken() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    add(gatherer, video(0, true, 5), video(0, true, 5, "lmsg"));
    assertThat(gatherer.finish()).get().extracting(GatheredSegment::isLast).isEqualTo(true);
  }

  @Test
  void fillersAreMarked() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    add(gatherer, video(0, true, 20, "msdh"), video(2_000, true, 20, "slat"));
    assertThat(complete).extracting(GatheredSegment::isFiller).containsExactly(false, true);
  }

  @Test
  void soundIsCutByTime() throws RefusedTrackException {
    var section = section(SOUND);
    var gatherer = new SegmentGatherer(section, RULES);
    for (int i = 0; i < 20; i++) {
      add(gatherer, sound(i * 3L * FRAME, 3));
    }
    assertThat(spans(section, SOUND)).containsExactly("0-2100 key", "2100-4200 key");
  }

  @Test
  void soundIsCutWhereTheEncoderSays() throws RefusedTrackException {
    var section = section(SOUND);
    var gatherer = new SegmentGatherer(section, RULES);
    for (int i = 0; i < 11; i++) {
      add(gatherer, sound(i * 500L, 5, i % 5 == 0 ? "cmfs" : "cmfl"));
    }
    assertThat(spans(section, SOUND)).containsExactly("0-2500 key", "2500-5000 key");
  }

  @Test
  void tracksInFragmentsOfTheirOwnStayTogether() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(both, RULES);
    for (int i = 0; i < 3; i++) {
      add(gatherer, video(i * 2_000L, true, 20), sound(i * 2_000L, 20));
    }
    assertThat(spans(both, VIDEO)).containsExactly("0-2000 key", "2000-4000 key");
    assertThat(spans(both, SOUND)).containsExactly("0-2000 key", "2000-4000 key");
  }

  @Test
  void aChunkThatCannotBePlayedIsRefusedAndChangesNothing() throws RefusedTrackException {
    var gatherer = new SegmentGatherer(pictures, RULES);
    add(gatherer, video(0, true, 5));
    var unknown = sound(500, 5);
    assertThatExceptionOfType(RefusedTrackException.class)
        .isThrownBy(() -> gatherer.add(unknown))
        .satisfies(e -> assertThat(e.sentence()).contains("it has samples of track 2"));
    assertThatExceptionOfType(RefusedTrackException.class)
        .isThrownBy(() -> gatherer.add(new Chunk(new byte[4], Set.of())));
    add(gatherer, video(500, false, 15), video(2_000, true, 5));
    assertThat(spans()).containsExactly("0-2000 key");
  }

  @Test
  void rulesAreChecked() {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SegmentRules(Duration.ZERO, second, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SegmentRules(second, second.minusNanos(1), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new SegmentRules(second, second, 0));
  }
}
