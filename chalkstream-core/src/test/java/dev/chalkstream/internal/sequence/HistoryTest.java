package dev.chalkstream.internal.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.internal.json.ManifestWriter;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.manifest.UnlistedPage;
import dev.chalkstream.internal.transition.StreamScript;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Long playlists: sealed pages, and the front that moves through them. */
class HistoryTest {

  private final StreamScript stream = new StreamScript();

  private void retain(Duration retention) {
    stream.policy(StreamPolicy.builder().retention(retention).build());
  }

  private void appendEveryTwoSeconds(int from, int to) {
    for (int sequence = from; sequence < to; sequence++) {
      stream.append(sequence, "s" + sequence);
      stream.pass(Duration.ofSeconds(2));
    }
  }

  private int manifestBytes() {
    return ManifestWriter.write(stream.manifest()).length;
  }

  @Test
  void theHeadStaysSmallAndThePlaylistIsWhole() {
    retain(Duration.ZERO);
    appendEveryTwoSeconds(0, 2_000);
    assertThat(stream.manifest().window().head().size())
        .isLessThan(PageNumbers.PAGE_LENGTH + PageNumbers.MIN_HEAD_LENGTH);
    MediaPlaylist playlist = stream.playlist();
    assertThat(playlist.segments()).hasSize(2_000);
    assertThat(playlist.mediaSequence()).isZero();
    assertThat(playlist.segments().stream().map(segment -> segment.uri()))
        .containsExactlyElementsOf(
            IntStream.range(0, 2_000)
                .mapToObj(
                    n ->
                        "../chunk/"
                            + SessionId.of("script").streamId()
                            + "/"
                            + StreamScript.name(StreamScript.digest("s" + n)))
                .toList());
  }

  /** 43,200 segments of 2 s are 24 hours. */
  @Test
  void anAppendAfterADayWritesNoMoreThanOneAtTheThousandthSegment() {
    retain(Duration.ZERO);
    stream.inMemory();
    int early = 0;
    for (int n = 0; n < 1_000; n++) {
      appendEveryTwoSeconds(n, n + 1);
      early = Math.max(early, manifestBytes());
    }
    appendEveryTwoSeconds(1_000, 43_200);
    assertThat(manifestBytes()).isLessThanOrEqualTo(early);
    assertThat(manifestBytes()).isLessThan(20_000);
    assertThat(stream.playlist().segments()).hasSize(43_200);
    assertThat(stream.manifest().window().duration()).hasHours(24);
  }

  @Test
  void theFrontMovesThroughThePagesWithoutAJump() {
    retain(Duration.ofMinutes(30));
    appendEveryTwoSeconds(0, 800);
    MediaPlaylist before = stream.playlist();
    for (int sequence = 800; sequence < 2_400; sequence++) {
      stream.append(sequence, "s" + sequence);
      stream.pass(Duration.ofSeconds(2));
      MediaPlaylist after = stream.playlist();
      int removed = (int) (after.mediaSequence() - before.mediaSequence());
      assertThat(removed).isBetween(0, 1);
      assertThat(after.segments().subList(1, after.segments().size() - 1))
          .isEqualTo(before.segments().subList(1 + removed, before.segments().size()));
      before = after;
    }
    assertThat(before.segments()).hasSize(900);
    assertThat(stream.manifest().ledger().segments()).as("pages go as pages").isEmpty();
  }

  @Test
  void aPageThatTheFrontHasLeftWaitsForItsDeletion() {
    retain(Duration.ofMinutes(30));
    appendEveryTwoSeconds(0, 900 + PageNumbers.PAGE_LENGTH - 1);
    assertThat(stream.manifest().ledger().pages()).isEmpty();
    stream.append(2_000_000, "early");
    appendEveryTwoSeconds(900 + PageNumbers.PAGE_LENGTH - 1, 900 + PageNumbers.PAGE_LENGTH + 1);
    assertThat(stream.manifest().ledger().pages())
        .singleElement()
        .satisfies(
            page -> {
              assertThat(page.first()).isZero();
              assertThat(page.due())
                  .isAfter(stream.now().plus(Duration.ofMinutes(30)).minusSeconds(10));
            });
  }

  @Test
  void aRetryOfASegmentInThePagesIsRecognised() {
    retain(Duration.ZERO);
    appendEveryTwoSeconds(0, 700);
    assertThat(stream.append(3, "s3"))
        .isEqualTo(new AppendOutcome.Accepted(IngestResult.UNCHANGED));
  }

  @Test
  void anExpiredStreamLeavesItsPagesToTheReaper() {
    retain(Duration.ofMinutes(30));
    appendEveryTwoSeconds(0, 700);
    stream.complete().pass(Duration.ofMinutes(31)).passTime();
    Manifest.Ledger ledger = stream.manifest().ledger();
    int head = 700 % PageNumbers.PAGE_LENGTH;
    head += head < PageNumbers.MIN_HEAD_LENGTH ? PageNumbers.PAGE_LENGTH : 0;
    assertThat(ledger.pages())
        .extracting(UnlistedPage::first)
        .containsExactlyInAnyOrderElementsOf(PageNumbers.pages(0, 700 - head));
    assertThat(ledger.segments()).hasSize(head);
    assertThat(stream.manifest().window().mediaSequence()).isEqualTo(700);
  }
}
