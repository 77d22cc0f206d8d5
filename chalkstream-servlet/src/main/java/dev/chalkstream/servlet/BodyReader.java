package dev.chalkstream.servlet;

import dev.chalkstream.PlaylistPush;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.log.FaultLog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads requests' bodies to their end, hands them on in turn, and answers. Safe for many threads.
 */
final class BodyReader {

  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);
  private static final FaultLog FAULTS = new FaultLog(LOG);

  /**
   * Takes what has come; if it returns, the answer is 202, or 204 to a deletion. May block.
   *
   * @param <T> what has been made of the body
   */
  @FunctionalInterface
  interface Taker<T> {
    void take(T whole) throws Exception;
  }

  /**
   * A body and what is to be done with it when it is whole.
   *
   * @param body the body, as far as it has come
   * @param work hands it on; may block
   * @param numbers what it says about its place among others, once it is whole
   * @param precedes whether the segments that began after it need it, once it is whole
   */
  record Job(
      ArrivingBody body,
      Work work,
      SessionQueue.@Nullable Numbers numbers,
      BooleanSupplier precedes) {

    /** Takes its place among those that are whole. */
    void arrived(UploadOrder.Place place, Runnable itsTurn) {
      if (precedes.getAsBoolean()) {
        place.precedes();
      }
      place.arrived(body.held(), numbers, itsTurn);
    }
  }

  /** What may block, and fail. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** Begins to take a body. */
  @FunctionalInterface
  interface Beginning {
    Job begin(long announced) throws ProblemException;
  }

  /**
   * A body that is wanted.
   *
   * @param stream the stream that it is for
   * @param kind what it waits for
   * @param name under which it is sent, if that matters
   * @param slot the room that it takes up; closed when it is in memory no more
   * @param beginning begins to take it, by the length that its sender has announced
   */
  record Wanted(
      StreamId stream, SessionQueue.Kind kind, String name, UploadSlot slot, Beginning beginning) {

    /**
     * A body that is collected in memory.
     *
     * @param mostBytes how many bytes it has at most
     */
    static Wanted bytes(
        StreamId stream,
        SessionQueue.Kind kind,
        String name,
        UploadSlot slot,
        int mostBytes,
        Taker<ByteBuffer> taker) {
      return new Wanted(
          stream,
          kind,
          name,
          slot,
          announced -> {
            BodyBuffer body = new BodyBuffer(announced, mostBytes, slot);
            return new Job(
                body,
                () -> taker.take(body.whole()),
                null,
                () -> kind == SessionQueue.Kind.PUSHED_FRAGMENTS && body.isInitialization());
          });
    }

    /**
     * A playlist that is read while it arrives.
     *
     * @param name what the playlist is called
     * @param playlist reads it
     * @param compressed whether it is in gzip format
     */
    static Wanted playlist(
        StreamId stream,
        String name,
        UploadSlot slot,
        PlaylistPush playlist,
        boolean compressed,
        Taker<PlaylistBody> taker) {
      return new Wanted(
          stream,
          SessionQueue.Kind.IN_TURN,
          name,
          slot,
          announced -> {
            PlaylistBody body = new PlaylistBody(playlist, compressed, slot);
            return new Job(
                body, () -> taker.take(body), new PlaylistNumbers(name, body), () -> false);
          });
    }
  }

  private record PlaylistNumbers(String path, PlaylistBody body) implements SessionQueue.Numbers {

    @Override
    public long first() {
      return body.listing().map(PlaylistPush.Listing::first).orElse(-1L);
    }

    @Override
    public long last() {
      return body.listing().map(PlaylistPush.Listing::last).orElse(-1L);
    }

    @Override
    public boolean names(String segment) {
      return body.listing().filter(listing -> listing.names(segment)).isPresent();
    }
  }

  private final Duration time;
  private final StoreThreads storeThreads;
  private final UploadOrder order;

  /**
   * Makes a reader.
   *
   * @param time how long an upload takes at most, where the container can tell
   * @param storeThreads run takers, where the container is asynchronous
   * @param order when each is run
   */
  BodyReader(Duration time, StoreThreads storeThreads, UploadOrder order) {
    this.time = time;
    this.storeThreads = storeThreads;
    this.order = order;
  }

  /**
   * Reads and takes a body without holding a thread of the container's where that can be, and else
   * with the calling thread.
   */
  void read(Exchange exchange, Wanted wanted) throws Exception {
    UploadOrder.Place place = order.begin(wanted.stream(), wanted.kind(), wanted.name());
    boolean handedOver = false;
    try {
      Job job = wanted.beginning().begin(exchange.request().getContentLengthLong());
      if (exchange.request().isAsyncSupported()) {
        AsyncUpload.begin(
            exchange, job, new AsyncUpload.Terms(wanted.stream(), place, time, storeThreads));
        handedOver = true;
      } else {
        new BlockingUpload(exchange, job, wanted.stream(), place, time).run();
      }
    } finally {
      if (!handedOver) {
        place.end();
        wanted.slot().close();
      }
    }
  }

  /** Logs that an upload has not come to its end, once a minute for each stream. */
  static void cutOff(StreamId stream, Throwable cause) {
    LOG.debug("An upload has ended early", cause);
    FAULTS.event(
        stream,
        "Stream {}: an upload was cut off before its body was whole, by the broadcaster, the"
            + " network or a proxy, and nothing of it is stored: {}",
        stream,
        cause.toString());
  }

  /** Logs that an upload was too slow, once a minute for each stream. */
  static void tooSlow(StreamId stream, Duration limit) {
    FAULTS.event(
        stream,
        "Stream {}: an upload was cut off, since its body had not come within the upload timeout"
            + " of {} s; the broadcaster's network is too slow for its bit rate",
        stream,
        limit.toSeconds());
  }

  /** Logs that a track was cut off, once a minute for each stream. */
  static void standsStill(StreamId stream, Duration limit) {
    FAULTS.event(
        stream,
        "Stream {}: the upload of a track was ended, since nothing of it had come for the upload"
            + " timeout of {} s; the encoder may go on in a new request",
        stream,
        limit.toSeconds());
  }

  /** Logs that a session sends faster than is stored, once a minute for each stream. */
  static void tooFast(StreamId stream, Duration limit) {
    FAULTS.event(
        stream,
        "Stream {}: an upload was refused, since there was no memory for it within the upload"
            + " timeout of {} s; more is sent than the store takes. Let the broadcaster send at the"
            + " pace of the clock, or give the server a larger heap or a faster store",
        stream,
        limit.toSeconds());
  }
}
