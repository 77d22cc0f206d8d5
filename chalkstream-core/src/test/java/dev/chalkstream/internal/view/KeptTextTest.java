package dev.chalkstream.internal.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentName;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.audit.FormatRules;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.manifest.StoredName;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.internal.segment.DamagedSegments;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Playlists whose pages are not written again are those that are written from end to end. */
class KeptTextTest {

  private static final StreamId STREAM = SessionId.of("script").streamId();
  private static final int SEGMENTS = 4 * PageNumbers.PAGE_LENGTH;
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  private final StreamScript script = new StreamScript();
  private final ManualClock clock = new ManualClock();
  private final HistoryPages pages = new HistoryPages(BlobStores.inMemory(clock), clock);
  private final DamagedSegments damaged = new DamagedSegments();
  private final PlaylistRenderer renderer =
      new PlaylistRenderer(pages, damaged, Customization.NONE, Workers.none(), clock);
  private final Set<Long> written = new TreeSet<>();
  private PlaylistRenderer.@Nullable Rendering former;

  private void retain(Duration retention) {
    script.policy(StreamPolicy.builder().retention(retention).build());
  }

  private List<Long> listedPages() {
    return script.manifest().window().pages();
  }

  private void storePages() throws IOException {
    for (long first : listedPages()) {
      if (written.add(first)) {
        pages.write(STREAM, first, script.history().find(first).orElseThrow());
      }
    }
  }

  private PlaylistRenderer.Rendering render() throws IOException {
    storePages();
    Manifest manifest = script.manifest();
    PlaylistRenderer.Rendering made = renderer.render(STREAM, manifest, former);
    MediaPlaylist expected =
        ReferencePlaylist.of(
            STREAM, manifest, pages.of(STREAM), name -> damaged.contains(STREAM, name));
    assertThat(made.playlist().bytes()).isEqualTo(ByteBuffer.wrap(expected.toBytes()));
    assertThat(made.playlist().length()).isEqualTo(expected.toBytes().length);
    PlaylistRenderer.Rendering fresh = renderer.render(STREAM, manifest, null);
    assertThat(made.playlist().entityTag()).isEqualTo(fresh.playlist().entityTag());
    former = made;
    return made;
  }

  private void upload(int from, int to) {
    for (int n = from; n < to; n++) {
      script.append(n, "s" + n);
      script.pass(TWO_SECONDS);
    }
  }

  private void damageSomething(Random random) throws IOException {
    List<ListedSegment> head = script.manifest().window().head();
    List<Long> firsts = listedPages();
    List<ListedSegment> among =
        firsts.isEmpty() || random.nextBoolean()
            ? head
            : pages.find(STREAM, firsts.get(random.nextInt(firsts.size()))).orElse(head);
    SegmentName name = among.get(random.nextInt(among.size())).name();
    if (name != null) {
      damaged.note(Keys.segment(STREAM, name), new IOException("scripted"));
    }
  }

  /** What was made before is forgotten with the page, as by a node that starts. */
  private void losePage(Random random) throws IOException {
    if (!listedPages().isEmpty()) {
      pages.delete(STREAM, listedPages().get(random.nextInt(listedPages().size())));
      former = null;
    }
  }

  /** It is read each time, and what was made of the others stays. */
  private void loseOldestPage() throws IOException {
    if (!listedPages().isEmpty()) {
      pages.delete(STREAM, listedPages().get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void uploadsWithGapsAndRunsAndDamageAndLoss(long seed) throws Exception {
    var random = new Random(seed);
    retain(seed % 2 == 0 ? Duration.ZERO : TWO_SECONDS.multipliedBy(SEGMENTS / 2));
    int run = 0;
    int sequence = 0;
    for (int n = 0; n < SEGMENTS; n++) {
      if (random.nextInt(100) == 0) {
        run++;
        sequence = 0;
      }
      sequence += random.nextInt(60) == 0 ? 2 : 1;
      Duration plays = Duration.ofMillis(1_000 + random.nextInt(1_000));
      script.append(sequence, "s" + n, "run" + run, plays);
      script.pass(TWO_SECONDS).passTime();
      switch (random.nextInt(100)) {
        case 0 -> damageSomething(random);
        case 1 -> losePage(random);
        case 2 -> written.clear();
        default -> {}
      }
      if (script.manifest().targetDuration() != null && random.nextInt(4) == 0) {
        render();
      }
    }
    script.complete();
    render();
  }

  /** Of six, which change anywhere, and now and then at each border of a page. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void uploadsOfFragmentsWithSectionsAndDamageAndLoss(long seed) throws Exception {
    var random = new Random(seed);
    retain(seed % 2 == 0 ? Duration.ZERO : TWO_SECONDS.multipliedBy(SEGMENTS / 2));
    int section = 0;
    int changes = 0;
    int sequence = 0;
    for (int n = 0; n < SEGMENTS; n++) {
      // Gaps move the borders; so what lies about one is near a change, if not on it.
      boolean border = (n + 3) % PageNumbers.PAGE_LENGTH <= 6;
      if (random.nextInt(border ? 2 : 40) == 0) {
        section = random.nextInt(6);
        changes++;
      }
      sequence += random.nextInt(60) == 0 ? 2 : 1;
      script.append(fragment("s" + n, "i" + section), sequence, null, TWO_SECONDS);
      script.pass(TWO_SECONDS).passTime();
      switch (random.nextInt(100)) {
        case 0 -> damageSomething(random);
        case 1 -> losePage(random);
        case 2 -> written.clear();
        case 3, 4, 5 -> loseOldestPage();
        default -> {}
      }
      if (script.manifest().targetDuration() != null && random.nextInt(4) == 0) {
        String text = UTF_8.decode(render().playlist().bytes()).toString();
        assertThat(FormatRules.violations(text)).isEmpty();
      }
    }
    assertThat(changes).isGreaterThan(6);
    script.complete();
    render();
  }

  private static StoredSegment fragment(String bytes, String section) {
    SegmentName name = SegmentName.of(StreamScript.digest(bytes), MediaFile.FRAGMENTS);
    SegmentName map = SegmentName.of(StreamScript.digest(section), MediaFile.INITIALIZATION);
    return new StoredSegment(
        StoredName.of(name, Instant.EPOCH, 0),
        StoredName.of(map, Instant.EPOCH, 0),
        188,
        new MediaInfo(List.of(), true));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void pushesWithDateRangesThatGoOnForLong(long seed) throws Exception {
    var random = new Random(seed);
    retain(seed % 2 == 0 ? Duration.ZERO : TWO_SECONDS.multipliedBy(SEGMENTS / 2));
    List<String> lines = new ArrayList<>();
    for (int n = 0; n < SEGMENTS; n++) {
      String line = "#EXTINF:2,\nout" + n + ".ts";
      if (random.nextInt(20) == 0) {
        line = range(n, 2 * random.nextInt(SEGMENTS)) + "\n" + line;
      }
      lines.add(line);
      int first = Math.max(0, n - 4);
      script.push("out" + n + ".ts", "s" + n);
      script.pushPlaylist(first, lines.subList(first, n + 1).toArray(String[]::new));
      script.pass(TWO_SECONDS);
      if (!script.manifest().window().isEmpty() && random.nextInt(4) == 0) {
        render();
      }
    }
    assertThat(script.playlist().toString()).contains("#EXT-X-DATERANGE");
    render();
  }

  private String range(int number, int seconds) {
    return "#EXT-X-DATERANGE:ID=\"r%d\",START-DATE=\"%s\",DURATION=%d"
        .formatted(number, script.now(), seconds);
  }

  @Test
  void theTextOfAPageIsMadeOnceAndShared() throws Exception {
    retain(Duration.ZERO);
    upload(0, 3 * PageNumbers.PAGE_LENGTH);
    RenderedPlaylist before = render().playlist();
    upload(3 * PageNumbers.PAGE_LENGTH, SEGMENTS);
    RenderedPlaylist after = render().playlist();

    assertThat(before.pages()).isNotEmpty();
    before.pages().forEach((first, text) -> assertThat(after.pages().get(first)).isSameAs(text));
    assertThat(after.heldBytes()).isLessThan(2L * after.length());
  }

  @Test
  void pagesWhoseTextIsThereAreNotRead() throws Exception {
    retain(Duration.ZERO);
    upload(0, SEGMENTS);
    PlaylistRenderer.Rendering made = render();
    List<Long> firsts = listedPages();
    for (long first : firsts.subList(1, firsts.size())) {
      pages.delete(STREAM, first);
    }
    upload(SEGMENTS, SEGMENTS + 1);
    assertThat(renderer.isAtHand(STREAM, script.manifest(), made)).isTrue();
    assertThat(renderer.isAtHand(STREAM, script.manifest(), null)).isFalse();
    assertThat(renderer.render(STREAM, script.manifest(), made).playlist().bytes())
        .isEqualTo(ByteBuffer.wrap(script.playlist().toBytes()));
  }

  /** As after a restore from a backup, when pages may be others than they were. */
  @Test
  void theTextOfALaterRevisionIsNotUsedForAnEarlierOne() throws Exception {
    retain(Duration.ZERO);
    upload(0, SEGMENTS);
    Manifest early = script.manifest();
    upload(SEGMENTS, SEGMENTS + 1);
    PlaylistRenderer.Rendering late = render();
    RenderedPlaylist again = renderer.render(STREAM, early, late).playlist();
    long page = early.window().pages().get(1);
    assertThat(again.pages().get(page)).isNotSameAs(late.playlist().pages().get(page));
  }

  @Test
  void theValueIsWhatTheTextSays() throws Exception {
    retain(Duration.ZERO);
    upload(0, SEGMENTS);
    script.complete();
    RenderedPlaylist snapshot = render().playlist();
    assertThat(snapshot.playlist().toString()).isEqualTo(script.playlist().toString());
    assertThat(snapshot.playlist().segments()).isEqualTo(script.playlist().segments());
    assertThat(snapshot.targetDuration().seconds()).isEqualTo(2);
    assertThat(ByteBuffer.wrap(snapshot.open().readAllBytes())).isEqualTo(snapshot.bytes());
  }
}
