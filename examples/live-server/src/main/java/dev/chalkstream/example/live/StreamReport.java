package dev.chalkstream.example.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.servlet.ViewerCounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Says as JSON how streams are doing. Times are ISO 8601 in UTC, durations are seconds, bit rates
 * are bits a second. Safe for use by many threads.
 */
final class StreamReport {

  /** More at a time nobody looks through. */
  private static final int MOST = 500;

  private static final JsonFactory JSON = new JsonFactory();

  private final ViewerCounts viewers;
  private final InstantSource clock;

  StreamReport(ViewerCounts viewers, InstantSource clock) {
    this.viewers = viewers;
    this.clock = clock;
  }

  private interface Part {
    void write(JsonGenerator out) throws IOException;
  }

  /** One stream. */
  byte[] of(StreamStatus status) throws IOException {
    return json(out -> write(out, status));
  }

  /** How many there are of each state, sums over the live ones, and the streams of one state. */
  byte[] ofAll(Collection<StreamStatus> streams, State state) throws IOException {
    List<StreamStatus> live = inState(streams, State.LIVE);
    List<StreamStatus> complete = inState(streams, State.COMPLETE);
    List<StreamStatus> damaged = inState(streams, State.DAMAGED);
    List<StreamStatus> wanted =
        state == State.LIVE ? live : state == State.COMPLETE ? complete : damaged;
    return json(
        out -> {
          out.writeStartObject();
          out.writeStringField("time", clock.instant().toString());
          out.writeNumberField("live", live.size());
          out.writeNumberField("complete", complete.size());
          out.writeNumberField("damaged", damaged.size());
          out.writeNumberField("viewers", sum(live, status -> viewers.viewers(status.id())));
          out.writeNumberField("bitrate", sum(live, StreamStatus::recentBitrate));
          out.writeNumberField("omitted", Math.max(0, wanted.size() - MOST));
          out.writeArrayFieldStart("streams");
          for (StreamStatus status : wanted.subList(0, Math.min(MOST, wanted.size()))) {
            write(out, status);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  /** What began first comes first among the live, what ended last among the others. */
  private static List<StreamStatus> inState(Collection<StreamStatus> streams, State state) {
    Comparator<StreamStatus> order =
        state == State.LIVE
            ? Comparator.comparing(status -> status.liveSince().orElse(Instant.MAX))
            : Comparator.comparing(
                status -> status.lastSegmentAt().orElse(Instant.MIN), Comparator.reverseOrder());
    return streams.stream()
        .filter(status -> status.state() == state)
        .sorted(order.thenComparing(status -> status.id().value()))
        .toList();
  }

  private static long sum(Collection<StreamStatus> streams, ToLongFunction<StreamStatus> figure) {
    return streams.stream().mapToLong(figure).sum();
  }

  private void write(JsonGenerator out, StreamStatus status) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", status.id().value());
    out.writeStringField("state", status.state().name().toLowerCase(Locale.ROOT));
    out.writeBooleanField("stalled", isStalled(status));
    instant(out, "startedAt", status.startedAt());
    instant(out, "liveSince", status.liveSince());
    instant(out, "lastSegmentAt", status.lastSegmentAt());
    out.writeNumberField("viewers", viewers.viewers(status.id()));
    out.writeNumberField("bitrate", status.recentBitrate());
    out.writeNumberField("mediaSequence", status.mediaSequence());
    out.writeNumberField("listedSegments", status.listedSegments());
    out.writeNumberField("waitingSegments", status.waitingSegments());
    out.writeNumberField("listedSeconds", seconds(status.listedDuration()));
    out.writeNumberField("listedBytes", status.listedBytes());
    out.writeNumberField("targetSeconds", seconds(status.targetDuration().orElse(Duration.ZERO)));
    out.writeArrayFieldStart("codecs");
    for (String codec : status.codecs()) {
      out.writeString(codec);
    }
    out.writeEndArray();
    out.writeNumberField("width", status.width());
    out.writeNumberField("height", status.height());
    out.writeEndObject();
  }

  /** No segment has come for one and a half target durations. */
  private boolean isStalled(StreamStatus status) {
    if (status.state() != State.LIVE || status.targetDuration().isEmpty()) {
      return false;
    }
    Duration patience = status.targetDuration().get().multipliedBy(3).dividedBy(2);
    return status
        .lastSegmentAt()
        .filter(last -> last.plus(patience).isBefore(clock.instant()))
        .isPresent();
  }

  private static void instant(JsonGenerator out, String field, Optional<Instant> instant)
      throws IOException {
    if (instant.isPresent()) {
      out.writeStringField(field, instant.get().toString());
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  private static byte[] json(Part document) throws IOException {
    var body = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(body)) {
      document.write(out);
    }
    return body.toByteArray();
  }
}
