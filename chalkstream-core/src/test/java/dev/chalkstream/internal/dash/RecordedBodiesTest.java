package dev.chalkstream.internal.dash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.chalkstream.internal.dash.TrackPart.Chunk;
import dev.chalkstream.internal.dash.TrackPart.Header;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.cmaf.FragmentProbe;
import dev.chalkstream.media.cmaf.FragmentResult;
import dev.chalkstream.media.cmaf.InitializationResult;
import dev.chalkstream.media.cmaf.InitializationSection;
import dev.chalkstream.media.mp4.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordedBodiesTest {

  private static final SegmentRules RULES =
      new SegmentRules(Duration.ofSeconds(2), Duration.ofSeconds(10), 1_000_000);

  private static InitializationSection section(TrackPart header) {
    ByteBuffer bytes = ByteBuffer.wrap(((Header) header).bytes());
    InitializationResult result = InitializationSection.parse(bytes);
    assertThat(result).isInstanceOf(InitializationResult.Recognized.class);
    return ((InitializationResult.Recognized) result).section();
  }

  private static List<Chunk> chunks(List<TrackPart> parts) {
    return parts.stream().filter(Chunk.class::isInstance).map(Chunk.class::cast).toList();
  }

  private static List<GatheredSegment> gather(SegmentGatherer gatherer, List<Chunk> chunks)
      throws RefusedTrackException {
    List<GatheredSegment> segments = new ArrayList<>();
    for (Chunk chunk : chunks) {
      segments.addAll(gatherer.add(chunk));
    }
    return segments;
  }

  private static MediaInfo info(GatheredSegment segment, InitializationSection section) {
    FragmentResult result = FragmentProbe.inspect(ByteBuffer.wrap(segment.bytes()), section);
    assertThat(result).isInstanceOf(FragmentResult.Recognized.class);
    return ((FragmentResult.Recognized) result).info().media();
  }

  /** The same for the same parts, as arrays are not equal. */
  private static List<String> texts(List<TrackPart> parts) {
    return parts.stream().map(RecordedBodiesTest::text).toList();
  }

  private static String text(TrackPart part) {
    HexFormat hex = HexFormat.of();
    if (part instanceof Chunk chunk) {
      return new TreeSet<>(chunk.brands()) + " " + hex.formatHex(chunk.bytes());
    }
    return part instanceof Header header ? hex.formatHex(header.bytes()) : part.toString();
  }

  private static List<Bytes> bytes(List<GatheredSegment> segments) {
    return segments.stream().map(segment -> Bytes.of(segment.bytes())).toList();
  }

  private static Duration duration(MediaInfo info) {
    return info.tracks().get(0).timing().orElseThrow().duration();
  }

  @ParameterizedTest
  @EnumSource
  void segmentsArePlayableAndContinue(Recorded recorded) throws IOException, RefusedTrackException {
    List<TrackPart> parts = TestTrack.split(recorded.body());
    InitializationSection section = section(parts.get(0));
    var gatherer = new SegmentGatherer(section, RULES);
    List<GatheredSegment> segments = gather(gatherer, chunks(parts));
    gatherer.finish().ifPresent(segments::add);

    List<MediaInfo> infos = segments.stream().map(segment -> info(segment, section)).toList();
    assertThat(infos).hasSize(recorded.segments()).allMatch(MediaInfo::startsWithKeyFrame);
    for (int i = 1; i < infos.size(); i++) {
      assertThat(infos.get(i).continues(infos.get(i - 1))).isTrue();
    }
    Duration all =
        infos.stream().map(RecordedBodiesTest::duration).reduce(Duration.ZERO, Duration::plus);
    assertThat(all.toMillis()).isCloseTo(recorded.duration().toMillis(), within(250L));
  }

  @ParameterizedTest
  @EnumSource
  void itDoesNotMatterHowABodyIsCutOnItsWay(Recorded recorded)
      throws IOException, RefusedTrackException {
    byte[] body = recorded.body();
    List<TrackPart> whole = TestTrack.split(body);
    for (int seed = 0; seed < 50; seed++) {
      var splitter = new TrackSplitter(TestTrack.LIMITS);
      List<TrackPart> parts = new ArrayList<>();
      Recorded.push(splitter, body, new Random(seed), parts);
      splitter.end();
      assertThat(texts(parts)).as("seed " + seed).isEqualTo(texts(whole));
    }
  }

  /** As an encoder does that reconnects: the header again, and what may not have arrived. */
  @ParameterizedTest
  @EnumSource
  void whatIsSentAgainAfterABreakChangesNothing(Recorded recorded)
      throws IOException, RefusedTrackException {
    List<TrackPart> parts = TestTrack.split(recorded.body());
    List<Chunk> chunks = chunks(parts);
    InitializationSection section = section(parts.get(0));
    var undisturbed = new SegmentGatherer(section, RULES);
    List<GatheredSegment> expected = gather(undisturbed, chunks);
    undisturbed.finish().ifPresent(expected::add);
    for (int broken = 1; broken <= chunks.size(); broken++) {
      var gatherer = new SegmentGatherer(section, RULES);
      List<GatheredSegment> segments = gather(gatherer, chunks.subList(0, broken));
      segments.addAll(gather(gatherer, chunks.subList(Math.max(0, broken - 9), chunks.size())));
      gatherer.finish().ifPresent(segments::add);
      assertThat(bytes(segments)).as("broken after " + broken).isEqualTo(bytes(expected));
    }
  }

  @Test
  void addressesFromTheBeginningOfAFileAreRefusedWithWhatToDo()
      throws IOException, RefusedTrackException {
    List<TrackPart> parts = TestTrack.split(Recorded.read("ffmpeg-no-base.mp4"));
    var gatherer = new SegmentGatherer(section(parts.get(0)), RULES);
    assertThatExceptionOfType(RefusedTrackException.class)
        .isThrownBy(() -> gatherer.add(chunks(parts).get(0)))
        .satisfies(e -> assertThat(e.sentence()).contains("+default_base_moof"));
  }
}
