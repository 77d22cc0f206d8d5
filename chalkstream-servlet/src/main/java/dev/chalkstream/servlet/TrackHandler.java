package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.PushName;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.time.Duration;
import java.time.InstantSource;

/** Takes tracks of CMAF as encoders push them (DASH-IF Live Media Ingest, interface 1). */
final class TrackHandler {

  private final Chalkstream chalkstream;
  private final IngestGate gate;
  private final StoreThreads storeThreads;
  private final TrackTurns turns;
  private final Duration timeout;

  /**
   * Makes a handler.
   *
   * @param timeout for how long a body may stand still
   */
  TrackHandler(
      Chalkstream chalkstream,
      IngestGate gate,
      StoreThreads storeThreads,
      InstantSource clock,
      Duration timeout) {
    this.chalkstream = chalkstream;
    this.gate = gate;
    this.storeThreads = storeThreads;
    this.turns = new TrackTurns(clock);
    this.timeout = timeout;
  }

  /** Takes what comes under a name that stands for a track, from a broadcaster who may publish. */
  void take(Exchange exchange, SessionId session, PushName name) throws Exception {
    ContentCodings.checkNone(exchange);
    StreamId stream = session.streamId();
    UploadSlot slot = gate.admit(stream);
    TrackBody body = new TrackBody(chalkstream.beginTrack(session, name), slot);
    TrackTurns.Turn turn = turns.begin(stream, name.track().orElse(""));
    boolean handedOver = false;
    try {
      if (exchange.request().isAsyncSupported()) {
        new TrackUpload(
                exchange, body, turn, new TrackUpload.Terms(stream, timeout, storeThreads, gate))
            .begin();
        handedOver = true;
      } else {
        new BlockingTrack(exchange, body, turn, timeout).run();
        if (body.isOver()) {
          gate.completed(stream);
        }
      }
    } finally {
      if (!handedOver) {
        turn.end();
        body.close();
      }
    }
  }
}
