package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged initialization sections and segments: whatever is sent, it is taken or refused with a
 * status that is declared for it, nothing is stored of what is refused, and it costs no more than
 * its length. {@code -Dchalkstream.odd.fragments=N} makes more of them, and {@code
 * -Dchalkstream.odd.seed=N} others.
 */
@Tag("wire")
class HostileFragmentsWireTest {

  private static final int REQUESTS = Integer.getInteger("chalkstream.odd.fragments", 200);
  private static final long SEED = Long.getLong("chalkstream.odd.seed", 20_261_129);

  /** As what is stored is listed after each. */
  private static final int REQUESTS_OF_A_SERVER = 500;

  private static final List<Integer> DECLARED = List.of(202, 400, 409, 412, 413, 415, 422);

  /** Of the heap: what the container takes for any request, and for each byte of its body. */
  private static final long LEAST_BYTES = 4 << 20;

  private static final long BYTES_FOR_A_BYTE = 256;

  /** What is loaded and compiled, and what goes on beside a request, counts too. */
  private static final long LEAST_NANOS = 5_000_000_000L;

  private static final long NANOS_FOR_A_BYTE = 10_000;

  private final Mutations mutations = new Mutations(SEED);
  private final Map<Integer, Integer> answered = new TreeMap<>();
  private int sequence;

  @Test
  @Timeout(3_600)
  void damagedFilesAreTakenOrRefused(TestReporter reporter) throws Exception {
    for (int sent = 0; sent < REQUESTS; sent += REQUESTS_OF_A_SERVER) {
      sequence = 0;
      send(Math.min(REQUESTS - sent, REQUESTS_OF_A_SERVER));
    }
    assertThat(answered.keySet()).contains(202, 415);
    reporter.publishEntry("answers by status", answered.toString());
  }

  private void send(int requests) throws Exception {
    try (WireServer server = WireServer.start()) {
      server.publish(TestFragments.segment(0), sequence, TestFragments.initialization(0));
      RawClient client = new RawClient(server);
      for (int i = 0; i < requests; i++) {
        boolean stays = send(server, client, mutations.chance(2));
        if (!stays) {
          client.close();
          client = new RawClient(server);
        }
      }
      client.close();
      assertThat(server.get(WireServer.playlistPath()).statusCode()).isEqualTo(200);
    }
  }

  /** Sends a file; returns whether the connection goes on. */
  private boolean send(WireServer server, RawClient client, boolean section) throws Exception {
    TestSegment file =
        section
            ? TestSegment.of(mutations.of(TestFragments.PICTURES), ".mp4")
            : TestSegment.of(mutations.of(TestFragments.SEGMENT), ".m4s");
    List<String> before = server.store.keys();
    ServerCost costBefore = ServerCost.now();
    String length = "Content-Length: " + file.bytes().length;
    String init = "X-Init: " + TestFragments.initialization(0).digest();
    String head = RawClient.uploadHead(file, sequence + 1, length, init);
    client.send(head + new String(file.bytes(), ISO_8859_1));
    RawClient.Answer answer = client.read();
    ServerCost cost = ServerCost.now();
    answered.merge(answer.status(), 1, Integer::sum);

    assertThat(DECLARED).contains(answer.status());
    int size = file.bytes().length;
    assertThat(cost.bytesSince(costBefore)).isLessThan(LEAST_BYTES + BYTES_FOR_A_BYTE * size);
    assertThat(cost.nanosSince(costBefore)).isLessThan(LEAST_NANOS + NANOS_FOR_A_BYTE * size);
    if (answer.status() == 202) {
      sequence += section ? 0 : 1;
    } else {
      assertProblem(answer.body(), answer.status());
      assertThat(server.store.keys()).isEqualTo(before);
    }
    return !answer.header("Connection").equals("close");
  }
}
