package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.storage.StoreFullException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {

  @ParameterizedTest
  @CsvSource({
    "TOO_LARGE, 413",
    "NOT_A_TRANSPORT_STREAM, 415",
    "NOT_FRAGMENTED_MP4, 415",
    "UNKNOWN_INITIALIZATION, 412",
    "OTHER_CONTAINER, 409",
    "NOT_INDEPENDENT, 415",
    "DIGEST_MISMATCH, 422",
    "SEQUENCE_TAKEN, 409",
    "SLOT_CLOSED, 409",
    "RUN_SUPERSEDED, 409",
    "UNKNOWN_INITIALIZATION, 412",
    "MALFORMED_TRACK, 400",
    "TRACK_TAKEN, 409",
    "TOO_MANY_WAITING, 429"
  })
  void aRejectionHasItsStatus(Reason reason, int status) throws IOException {
    Problem problem = Problems.of(new SegmentRejectedException(reason, "what to do about it"));

    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.headers().containsKey("Retry-After")).isEqualTo(status == 429);
    assertThat(ProblemAssert.assertProblem(problem.toJson(), status))
        .containsEntry("detail", "what to do about it");
  }

  @Test
  void everyRejectionCanBeToldFromTheOthers() {
    assertThat(
            Arrays.stream(Reason.values())
                .map(reason -> Problems.of(new SegmentRejectedException(reason, "x")).type())
                .collect(Collectors.toSet()))
        .hasSameSizeAs(Reason.values())
        .allMatch(type -> type.startsWith("tag:"));
  }

  @Test
  void aFaultOfTheStoreIsNotThatOfTheClient() {
    assertThat(Problems.of(new IOException("x")).status()).isEqualTo(503);
    assertThat(Problems.of(new IllegalArgumentException("x")).status()).isEqualTo(500);
  }

  @Test
  void aFullStoreIsFoundWhereverItIsSaid() {
    StoreFullException full = new StoreFullException("x");

    assertThat(Problems.of(full).status()).isEqualTo(507);
    assertThat(Problems.of(new IOException("y", full)).status()).isEqualTo(507);
    assertThat(Problems.of(new IOException("y", new UncheckedIOException(full))).status())
        .isEqualTo(507);
    assertThat(Problems.of(full).headers()).containsKey("Retry-After");
  }

  @Test
  void aFaultOfTheServerIsNeverThatOfTheBody() {
    Error defect = new StackOverflowError();
    Error full = new OutOfMemoryError();

    assertThat(Problems.incompleteBody(new IOException(defect)).status()).isEqualTo(500);
    assertThat(Problems.incompleteBody(full).status()).isEqualTo(503);
    assertThat(Problems.incompleteBody(full).detail()).contains("memory");
  }

  @Test
  void aBodyThatStoodStillIsNotOneThatEnded() {
    IOException stoodStill = new IOException(new TimeoutException("idle"));

    assertThat(Problems.incompleteBody(stoodStill).status()).isEqualTo(408);
    assertThat(Problems.incompleteBody(new IOException("reset")).status()).isEqualTo(400);
    assertThat(Problems.incompleteBody(null).status()).isEqualTo(400);
  }
}
