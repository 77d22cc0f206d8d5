package dev.chalkstream.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.cmaf.FragmentResult.Recognized;
import dev.chalkstream.media.cmaf.FragmentResult.Refused;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.cmaf.Allocation;
import dev.chalkstream.media.mp4.cmaf.BoxTrees;
import dev.chalkstream.media.mp4.cmaf.Damage;
import dev.chalkstream.media.mp4.fragment.TrackRun;
import dev.chalkstream.media.mp4.fragment.TrackRun.Sample;
import dev.chalkstream.media.mp4.movie.TrackExtends;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is sent, there is an answer or a refusal, and it costs no more than its length: {@code
 * -Dchalkstream.mutations=N} makes more of it, and {@code -Dchalkstream.mutations.first=N} other.
 */
class HostileFragmentsTest {

  private static final byte[] INIT = file("mediabunny-h264-aac-vtt.init.mp4");
  private static final byte[] SEGMENT = file("mediabunny-h264-aac-vtt.m4s");

  private static final InitializationSection SECTION =
      new Presentation(INIT, List.of(SEGMENT)).section();
  private static final long LEAST_BYTES = 300_000;
  private static final long BYTES_FOR_A_BYTE = 128;

  /** What is loaded and compiled at first use counts too. */
  private static final long LEAST_NANOS = 2_000_000_000;

  private static final long NANOS_FOR_A_BYTE = 10_000;

  private static final int MUTATIONS = Integer.getInteger("chalkstream.mutations", 20_000);
  private static final long FIRST = Long.getLong("chalkstream.mutations.first", 0);
  private static final int MUTATIONS_OF_A_SEED = 200;

  /** Sections of other codecs, of which nothing else is at hand. */
  private static final List<byte[]> OTHER_INITS =
      Stream.of("av1", "opus", "vp9")
          .map(codec -> file("mediabunny-" + codec + ".init.mp4"))
          .toList();

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + MUTATIONS / MUTATIONS_OF_A_SEED);
  }

  /** A file as mediabunny makes it. */
  private static byte[] file(String name) {
    try (InputStream in = BoxTrees.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bounds grow with the length and with nothing else. */
  private static <T> T cheaply(int length, Supplier<T> work) {
    long bytesBefore = Allocation.bytes();
    long nanosBefore = Allocation.nanos();
    T result = work.get();
    long nanos = Allocation.nanos() - nanosBefore;
    long bytes = Allocation.bytes() - bytesBefore;
    assertThat(bytes).as("allocated").isLessThan(LEAST_BYTES + BYTES_FOR_A_BYTE * length);
    assertThat(nanos).as("CPU time").isLessThan(LEAST_NANOS + NANOS_FOR_A_BYTE * length);
    return result;
  }

  private static void checkSentence(String defect) {
    assertThat(defect).isNotBlank().hasSizeLessThan(500).isPrintable();
  }

  /** Checks what must be true of any answer, however the files were damaged. */
  static void check(byte[] init, byte[] segment) {
    InitializationResult result =
        cheaply(init.length, () -> InitializationSection.parse(ByteBuffer.wrap(init)));
    if (result instanceof InitializationResult.Refused refused) {
      checkSentence(refused.defect());
    } else if (result instanceof InitializationResult.Recognized recognized) {
      InitializationSection section = recognized.section();
      assertThat(section.tracks()).isNotEmpty().hasSizeLessThanOrEqualTo(16);
      assertThat(section.isCompatibleWith(section)).isTrue();
      check(section, segment);
    }
  }

  private static void check(InitializationSection section, byte[] segment) {
    FragmentResult result =
        cheaply(segment.length, () -> FragmentProbe.inspect(ByteBuffer.wrap(segment), section));
    if (result instanceof Refused refused) {
      checkSentence(refused.defect());
    } else if (result instanceof Recognized recognized) {
      FragmentInfo info = recognized.info();
      MediaInfo media = info.media();
      assertThat(media.tracks()).hasSameSizeAs(section.tracks());
      assertThat(media.duration()).isNotEqualTo(Optional.of(Duration.ZERO));
      assertThat(media.duration().orElse(Duration.ZERO)).isLessThan(Duration.ofDays(1));
      media.continues(media);
      info.frameRate().ifPresent(rate -> assertThat(rate.frames()).isPositive());
      info.firstKeyFrame()
          .filter(key -> key.length() > 0)
          .ifPresent(
              key -> assertThat(key.offset() + key.length()).isBetween(1L, (long) segment.length));
    }
  }

  @Test
  void theUndamagedFilesAreRecognized() {
    Presentation made = new Presentation(INIT, List.of(SEGMENT));
    assertThat(made.section().signature())
        .isEqualTo("1 VIDEO avc1.64000a 64x36; 2 AUDIO mp4a.40.2 48000/1; 3 OTHER wvtt");
    FragmentInfo info = made.info(SEGMENT);
    assertThat(info.media().startsWithKeyFrame()).isTrue();
    assertThat(info.media().tracks()).allMatch(track -> track.timing().isPresent());
    check(INIT, SEGMENT);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void damagedFilesAreAnsweredOrRefused(long seed) {
    Random random = new Random(seed);
    // What is loaded at first use is no cost of what is sent.
    InitializationSection.parse(ByteBuffer.wrap(INIT));
    FragmentProbe.inspect(ByteBuffer.wrap(SEGMENT), SECTION);
    for (int i = 0; i < MUTATIONS_OF_A_SEED; i += 2) {
      check(INIT, Damage.damage(SEGMENT, random));
      byte[] init = i % 8 == 0 ? OTHER_INITS.get(random.nextInt(OTHER_INITS.size())) : INIT;
      check(Damage.damage(init, random), i % 16 == 0 ? Damage.damage(SEGMENT, random) : SEGMENT);
    }
  }

  @Test
  void filesThatAreCutAnywhereAreAnsweredOrRefused() {
    for (int length = 0; length < SEGMENT.length; length++) {
      check(INIT, Arrays.copyOf(SEGMENT, length));
    }
    for (int length = 0; length < INIT.length; length++) {
      check(Arrays.copyOf(INIT, length), SEGMENT);
    }
  }

  @Test
  void filesWithAnyByteAtItsExtremesAreAnsweredOrRefused() {
    for (int at = 0; at < 1_200; at++) {
      for (int value : new int[] {0, 0x7f, 0x80, 0xff}) {
        byte[] segment = SEGMENT.clone();
        byte[] init = INIT.clone();
        segment[at % segment.length] = (byte) value;
        init[at % init.length] = (byte) value;
        check(INIT, segment);
        check(init, SEGMENT);
      }
    }
  }

  /** Fragments of a track, each of which has a run of many samples of which no byte is there. */
  private static byte[] emptyRuns(int fragments) {
    var segment = new TestSegment();
    for (int i = 0; i < fragments; i++) {
      var run = new TrackRun(0, 0, 1_000, 0, 0, Bytes.EMPTY);
      segment.with(TestSegment.fragment(TestSegment.track(1, i * 1_000L, run)));
    }
    return segment.bytes();
  }

  /** Samples that each last differently. */
  private static byte[] manyDurations(int count) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(new Sample(i * 7L % 100_000, 0, 0, 0));
    }
    return TestMovie.bytes(TestSegment.fragment(TestSegment.track(1, 0, TrackRun.of(0, samples))));
  }

  private static byte[] manyTracks(int count) {
    Box track = TestSegment.track(1, 0);
    return TestMovie.bytes(
        TestSegment.fragment(Collections.nCopies(count, track).toArray(Box[]::new)));
  }

  @Test
  void segmentsThatAreMadeToCostMuchCostNoMoreThanTheirLength() {
    InitializationSection section =
        new TestMovie().pictures().defaults(new TrackExtends(1, 1, 1, 0, 0)).section();
    // What is loaded at first use is no cost of a segment.
    check(section, emptyRuns(1));
    for (byte[] input :
        List.of(
            emptyRuns(60), emptyRuns(1_000), manyDurations(50_000), manyTracks(10_000), SEGMENT)) {
      check(section, input);
    }
  }

  @Test
  void mediaAreNotPaidFor() {
    ByteBuffer media = ByteBuffer.allocateDirect(50_000_000);
    byte[] segment = new TestSegment().pictures(0, TestSegment.KEY).bytes();
    media.put(segment).putInt(50_000_000 - segment.length).putInt(0x6d646174).rewind();
    InitializationSection section = new TestMovie().pictures().section();
    long before = Allocation.bytes();
    assertThat(FragmentProbe.inspect(media, section)).isInstanceOf(Recognized.class);
    assertThat(Allocation.bytes() - before).isLessThan(300_000);
  }
}
