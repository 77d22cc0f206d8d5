package dev.chalkstream.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.TrackTiming;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of timestamps, by whichever clock they count. */
class MediaInfoJsonTest {

  private static final TrackClock SOUND = TrackClock.ofCmaf(48_000);

  private static MediaInfo media(TrackClock clock, long first, long ticks) {
    var span = new TrackTiming.Span(first, first);
    var frames = new TrackTiming.Frames(ticks, ticks, ticks);
    var track =
        new MediaTrack(
            257,
            MediaTrack.Kind.AUDIO,
            "mp4a.40.2",
            MediaTrack.Format.ofSound(48_000, 2),
            Optional.of(new TrackTiming(clock, span, span, frames, ticks)));
    return new MediaInfo(List.of(track), true);
  }

  private static String json(MediaInfo media) throws IOException {
    var text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      MediaInfoJson.write(out, media);
    }
    return text.toString();
  }

  private static MediaInfo read(String json) throws IOException {
    return MediaInfoJson.read(JsonFields.parse(json.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "90000, 33, 8589934591, 96636764160000",
    "48000, 33, 0, 1024",
    "90000, 64, 8589934592, 0",
    "48000, 64, 85000000000000, 1024",
    "30000, 64, 9223372036854775807, 1001",
    "1, 64, 9223372036854775807, 1073741824",
    "4294967295, 64, 9223372036854775807, 4611686017353646080"
  })
  void timestampsAreReadBackAsTheyWereWritten(long timescale, int bits, long first, long ticks)
      throws IOException {
    MediaInfo media = media(new TrackClock(timescale, bits), first, ticks);
    assertThat(read(json(media))).isEqualTo(media);
  }

  @Test
  void theClockOfATransportStreamIsNotWritten() throws IOException {
    assertThat(json(media(TrackClock.MPEG_TS, 0, 0))).doesNotContain("timescale", "bits");
    assertThat(json(media(SOUND, 0, 0))).contains("\"timing\":{\"timescale\":48000,\"bits\":64,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "\"timescale\":48000 \"timescale\":0 a_timescale_of_0",
        "\"timescale\":48000 \"timescale\":-1 'timescale'",
        "\"timescale\":48000 \"timescale\":4294967296 'timescale'",
        "\"timescale\":48000 \"timescale\":48000.5 unexpected_JSON",
        "\"timescale\":48000 \"timescale\":\"48000\" wrong_type",
        "\"bits\":64 \"bits\":0 of_0_bits",
        "\"bits\":64 \"bits\":63 of_63_bits",
        "\"bits\":64 \"bits\":65 'bits'",
        "\"bits\":64, ^ 'bits'",
        "\"timescale\":48000, ^ bits",
        "\"firstPts\":7 \"firstPts\":-1 'firstPts'",
        "\"firstPts\":7 \"firstPts\":9223372036854775808 out_of_range",
        "\"endDts\":7 \"endDts\":-9223372036854775808 'endDts'",
        "\"frame\":5 \"frame\":51539607552001 Frames",
        "\"shortestFrame\":5 \"shortestFrame\":9223372036854775807 Frames",
        "\"longestFrame\":5 \"longestFrame\":9223372036854775807 Frames",
        "\"ticks\":5 \"ticks\":51539607552001 duration"
      },
      quoteCharacter = '~')
  void aClockOrATimeThatCannotBeIsRefused(String good, String bad, String complaint)
      throws IOException {
    String written = json(media(SOUND, 7, 5));
    String hostile = written.replace(good, bad.replace("^", ""));
    assertThat(hostile).isNotEqualTo(written);
    assertThatIOException()
        .isThrownBy(() -> read(hostile))
        .withStackTraceContaining(complaint.replace('_', ' '));
  }

  /** What 33 bits cannot tell, or is behind its own end. */
  @ParameterizedTest
  @ValueSource(strings = {"\"firstPts\":8589934592", "\"firstPts\":8", "\"firstPts\":-1"})
  void aTimestampOfATransportStreamHas33Bits(String bad) throws IOException {
    String hostile = json(media(TrackClock.MPEG_TS, 7, 5)).replace("\"firstPts\":7", bad);
    assertThatIOException().isThrownBy(() -> read(hostile)).withStackTraceContaining("first");
  }
}
