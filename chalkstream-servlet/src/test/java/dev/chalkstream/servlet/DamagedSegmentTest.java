package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static dev.chalkstream.servlet.WireServer.segmentPath;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A byte of a segment changes on the disk, and no viewer gets it. */
@Tag("wire")
class DamagedSegmentTest {

  private static final TestSegment SEGMENT = TestSegment.ofPackets(5_000, 2);
  private static final int DAMAGED_AT = 700_000;

  @TempDir Path folder;

  private interface Work {
    void with(WireServer server) throws Exception;
  }

  /** Runs a server of the files in the folder, as a process would that has just been started. */
  private void serve(boolean async, long hotBytes, Work work) throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT;
    try (BlobStore store = BlobStores.open(folder.toUri().toString());
        Chalkstream chalkstream = Chalkstream.builder(store).hotSegmentBytes(hotBytes).build();
        WireServer server =
            WireServer.start(async ? options : options.withoutAsync(), on(chalkstream))) {
      work.with(server);
    }
  }

  private static Function<Chalkstream, Servlet> on(Chalkstream chalkstream) {
    return other -> new ChalkstreamServlet(chalkstream);
  }

  private Path stored(TestSegment segment) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(WireServer.STREAM))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(segment.digest() + "-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private void publishAndDamage() throws Exception {
    serve(true, 0, server -> server.publish(SEGMENT, 0));
    Path file = stored(SEGMENT);
    byte[] bytes = Files.readAllBytes(file);
    bytes[DAMAGED_AT] ^= 1;
    Files.write(file, bytes);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerWithTheWrongByteIsBrokenOffBeforeIt(boolean async) throws Exception {
    publishAndDamage();
    serve(
        async,
        0,
        server -> {
          HttpResponse<byte[]> part = server.get(segmentPath(SEGMENT), "Range", "bytes=0-99999");
          assertThat(part.statusCode()).isEqualTo(206);
          assertThat(part.body()).isEqualTo(Arrays.copyOf(SEGMENT.bytes(), 100_000));
          assertThatExceptionOfType(IOException.class)
              .isThrownBy(() -> server.get(segmentPath(SEGMENT)));
          assertProblem(server.get(segmentPath(SEGMENT), "Range", "bytes=0-99999"), 404);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRangeWithTheWrongByteIsNotThere(boolean async) throws Exception {
    publishAndDamage();
    String damaged = "bytes=" + DAMAGED_AT + "-" + (DAMAGED_AT + 9);
    serve(
        async, 0, server -> assertSaysDamaged(server.get(segmentPath(SEGMENT), "Range", damaged)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSegmentThatIsKeptInMemoryIsCheckedBefore(boolean async) throws Exception {
    publishAndDamage();
    serve(async, 64 << 20, server -> assertProblem(server.get(segmentPath(SEGMENT)), 404));
  }

  private static void assertSaysDamaged(HttpResponse<byte[]> response) throws IOException {
    assertThat(assertProblem(response, 404).get("detail")).asString().contains("is damaged");
  }
}
