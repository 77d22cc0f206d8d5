package dev.chalkstream.example.live;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A broadcaster who sends the demo's clip at the pace at which it plays. */
final class Broadcast {

  private final URI server;
  private final SessionId session;
  private IngestClient client;
  private DemoClip clip;
  private long sequence;
  private long due = System.nanoTime();

  Broadcast(ServerProcess server, String session) {
    this(server.address(), session);
  }

  Broadcast(URI server, String session) {
    this.server = server;
    this.session = SessionId.of(session);
    reload();
  }

  StreamId stream() {
    return session.streamId();
  }

  /** Sends some segments at once. */
  Broadcast send(int segments) throws IOException, InterruptedException {
    for (int i = 0; i < segments; i++) {
      client.publish(sequence++, DemoClip.SEGMENT_DURATION, clip.next());
    }
    due = System.nanoTime();
    return this;
  }

  /** Sends some segments, and takes as long as they play. */
  Broadcast air(int segments) throws IOException, InterruptedException {
    for (int i = 0; i < segments; i++) {
      client.publish(sequence++, DemoClip.SEGMENT_DURATION, clip.next());
      due += DemoClip.SEGMENT_DURATION.toNanos();
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())).toMillis());
    }
    return this;
  }

  /** Loses a segment on its way. */
  Broadcast lose() {
    clip.next();
    sequence++;
    return this;
  }

  /** Starts over, as a page that is loaded anew: numbers and timestamps begin again. */
  Broadcast reload() {
    Optional<String> run = Optional.of(UUID.randomUUID().toString());
    client = new IngestClient(server, session, Optional.empty(), run);
    clip = DemoClip.load();
    sequence = 0;
    return this;
  }

  void complete() throws IOException, InterruptedException {
    client.complete();
  }
}
