package dev.chalkstream.internal.transition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.StreamPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is due next is what the passing of time changes, over the manifests of many histories. */
class DueTest {

  private static final int HISTORIES = 100;
  private static final int STEPS = 60;
  private static final Duration INSTANT = Duration.ofMillis(1);

  private int dueLater;
  private int dueNever;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void timeAloneChangesAStreamWhenItIsDueAndNotBefore(long seed) {
    for (int n = 0; n < HISTORIES; n++) {
      var random = new Random(seed * HISTORIES + n);
      StreamScript script = new StreamScript().policy(policy(random));
      script.append(0, "first");
      boolean pushed = random.nextBoolean();
      for (int step = 0; step < STEPS; step++) {
        script.pass(Duration.ofMillis(random.nextInt(random.nextInt(20) == 0 ? 900_000 : 2_500)));
        if (pushed && random.nextInt(8) > 0) {
          push(script, random);
        } else {
          append(script, random);
        }
        assertDue(script, "seed " + seed + ", history " + n + ", step " + step);
      }
    }
    assertThat(dueLater).isGreaterThan(HISTORIES * STEPS / 2);
    assertThat(dueNever).isPositive();
  }

  private static StreamPolicy policy(Random random) {
    StreamPolicy.Builder policy = StreamPolicy.builder();
    if (random.nextBoolean()) {
      policy.retention(Duration.ofSeconds(20 + random.nextInt(1_000)));
    }
    return policy.completionTimeout(Duration.ofSeconds(5 + random.nextInt(60))).build();
  }

  private static void append(StreamScript script, Random random) {
    switch (random.nextInt(12)) {
      case 0 -> script.complete();
      case 1 -> script.passTime();
      case 2 -> script.append(0, "again" + random.nextInt());
      case 3 -> script.append(0, "new", "run" + random.nextInt(), StreamScript.TWO_SECONDS);
      default -> {
        long sequence = Math.max(0, script.manifest().run().next() + random.nextInt(5) - 1);
        Duration duration = Duration.ofMillis(500 + random.nextInt(5_000));
        script.append(sequence, "s" + random.nextInt(), script.manifest().run().id(), duration);
      }
    }
  }

  private static void push(StreamScript script, Random random) {
    long next = script.manifest().pushes().known().size() + random.nextInt(4);
    String path = random.nextInt(6) == 0 ? "other" : "out";
    if (random.nextBoolean()) {
      script.push(path + next + ".ts", "p" + random.nextInt());
      return;
    }
    List<String> lines = new ArrayList<>();
    long first = Math.max(0, next - 2);
    for (long n = first; n <= next; n++) {
      lines.add("#EXTINF:" + (1 + random.nextInt(2)) + ",");
      lines.add(path + n + ".ts");
    }
    if (random.nextInt(8) == 0) {
      lines.add("#EXT-X-ENDLIST");
    }
    script.pushPlaylist(path + ".m3u8", first, lines.toArray(String[]::new));
  }

  private void assertDue(StreamScript script, String where) {
    Instant due = script.nextDue();
    if (due.equals(Instant.MAX)) {
      dueNever++;
      assertThat(script.changes(script.now().plus(Duration.ofDays(400)))).as(where).isFalse();
      return;
    }
    if (due.isAfter(script.now())) {
      dueLater++;
      assertThat(script.changes(due.minus(INSTANT))).as(where).isFalse();
    }
    assertThat(script.changes(due.isAfter(script.now()) ? due : script.now())).as(where).isTrue();
  }
}
