package dev.chalkstream.webhooks;

import dev.chalkstream.StreamId;
import dev.chalkstream.StreamListener;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells other servers what happens to streams. Each event is a POST of a JSON object to each of the
 * addresses, such as
 *
 * <pre>{@code
 * {"id":"0b1e…","type":"stream.started","stream":"da39…","time":"2026-03-01T12:00:00Z"}
 * }</pre>
 *
 * <p>The types are {@code stream.started}, {@code stream.stalled}, {@code stream.resumed}, {@code
 * stream.completed} and {@code stream.expired}, for what {@link StreamListener} says of them. The
 * id is in {@code Chalkstream-Event-Id} too, the type in {@code Chalkstream-Event}. The header
 * {@code Chalkstream-Timestamp} has the seconds since 1970 at which it was sent, and {@code
 * Chalkstream-Signature} has {@code sha256=} and, in lower-case hexadecimal digits, the HMAC-SHA256
 * under the secret of that timestamp, a dot, and the body as it was sent. A receiver computes the
 * same, and refuses what is not equal or too old.
 *
 * <p>An event is delivered when it is answered with a status of 200 to 299. What is not answered
 * within 10 seconds, or with 408, 429 or 500 and above, is sent again, after a second, then two, up
 * to a minute, or what {@code Retry-After} says; what is answered otherwise, by a redirection too,
 * is not. The next event of a stream is sent when the one before it was delivered or given up, so a
 * stream's events come in order; those of other streams do not wait for it, and an address does not
 * wait for another. An event may come twice, under the same id, when its answer was lost; and once
 * from each instance that notices it, under ids of their own.
 *
 * <p>What waits is in memory only: it is bounded, the oldest is dropped first, and the end of the
 * process loses it. Safe for use by many threads. Nothing that is called here waits for a receiver
 * but {@link #close}, and that not for long.
 */
public final class Webhooks implements StreamListener, AutoCloseable {

  private static final int MAX_PORT = 65_535;
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Timetable timetable;
  private final List<Endpoint> endpoints;

  private Webhooks(Builder builder) {
    this.clock = builder.clock;
    this.timetable = builder.timetable == null ? Timetable.start() : builder.timetable;
    this.endpoints =
        builder.addresses.stream()
            .map(address -> new Endpoint(address, builder, timetable, builder.signer))
            .toList();
  }

  /**
   * Begins webhooks.
   *
   * @param secret what the receivers check signatures with, 16 characters or more; its bytes in
   *     UTF-8 are the key
   * @return a builder
   * @throws IllegalArgumentException if the secret is shorter; the message does not repeat it
   */
  public static Builder builder(String secret) {
    return new Builder(new Signer(Objects.requireNonNull(secret, "secret")));
  }

  /**
   * How many events wait to be delivered, those that are being sent included. An event that waits
   * for two addresses counts twice.
   *
   * @return the number at present
   */
  public long waiting() {
    return sum(Endpoint::waiting);
  }

  /**
   * How many events were delivered, each address for itself.
   *
   * @return the number since this was made
   */
  public long delivered() {
    return sum(Endpoint::delivered);
  }

  /**
   * How many events were refused, given up or dropped, each address for itself.
   *
   * @return the number since this was made
   */
  public long dropped() {
    return sum(Endpoint::dropped);
  }

  private long sum(ToLongFunction<Endpoint> count) {
    return endpoints.stream().mapToLong(count).sum();
  }

  @Override
  public void started(StreamId stream) {
    tell("stream.started", stream);
  }

  @Override
  public void stalled(StreamId stream) {
    tell("stream.stalled", stream);
  }

  @Override
  public void resumed(StreamId stream) {
    tell("stream.resumed", stream);
  }

  @Override
  public void completed(StreamId stream) {
    tell("stream.completed", stream);
  }

  @Override
  public void expired(StreamId stream) {
    tell("stream.expired", stream);
  }

  private void tell(String type, StreamId stream) {
    var event = new WebhookEvent(UUID.randomUUID().toString(), type, stream, clock.instant());
    endpoints.forEach(endpoint -> endpoint.add(event));
  }

  /**
   * Waits for what is being sent, 5 seconds at most, and sends nothing any more. What has failed
   * and would be sent again later is not waited for. Close the instance first, so that it tells
   * nothing more. Closing again does nothing.
   */
  @Override
  public void close() {
    try {
      awaitQuiet(FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endpoints.forEach(Endpoint::close);
    timetable.stop();
  }

  /** Waits until nothing is on its way but what rests after a failure. */
  void awaitQuiet(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Endpoint endpoint : endpoints) {
      endpoint.awaitQuiet(deadline);
    }
  }

  /** Collects what makes {@link Webhooks}. Not safe for use by many threads. */
  public static final class Builder {

    private final Signer signer;
    private final Set<URI> addresses = new LinkedHashSet<>();
    InstantSource clock = InstantSource.system();
    Duration giveUpAfter = Duration.ofHours(24);
    int maxWaiting = 10_000;
    Duration timeLimit = Duration.ofSeconds(10);
    private @Nullable Timetable timetable;

    private Builder(Signer signer) {
      this.signer = signer;
    }

    /**
     * Adds an address to tell.
     *
     * @param address an absolute {@code http} or {@code https} URI; at least one is needed
     * @return this
     * @throws IllegalArgumentException if it is another, has a user or a fragment, or a port that
     *     is not from 1 to 65535; the message repeats neither path nor query, which may be secret
     */
    public Builder address(URI address) {
      String scheme = address.getScheme();
      boolean isWeb = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      if (!isWeb || address.getHost() == null) {
        throw new IllegalArgumentException("webhooks go to http:// or https:// and a host");
      }
      if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
        throw new IllegalArgumentException("webhooks go to no user and no fragment of a page");
      }
      // URI lets any number pass; without one there is the scheme's.
      if (address.getPort() == 0 || address.getPort() > MAX_PORT) {
        throw new IllegalArgumentException(
            "a port is 1 to " + MAX_PORT + ", not " + address.getPort());
      }
      addresses.add(address);
      return this;
    }

    /**
     * Sets for how long an event is sent again.
     *
     * @param giveUpAfter the time since it was noticed; a day if not set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder giveUpAfter(Duration giveUpAfter) {
      if (giveUpAfter.isNegative()) {
        throw new IllegalArgumentException("a time is not negative: " + giveUpAfter);
      }
      this.giveUpAfter = giveUpAfter;
      return this;
    }

    /**
     * Sets how many events may wait for one address, before the oldest of them are dropped.
     *
     * @param maxWaiting the number of events; 10,000, which is a few megabytes, if not set
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxWaiting(int maxWaiting) {
      if (maxWaiting < 1) {
        throw new IllegalArgumentException("events need room to wait, not " + maxWaiting);
      }
      this.maxWaiting = maxWaiting;
      return this;
    }

    /**
     * Sets where the time comes from.
     *
     * @param clock the source; the system's clock if not set
     * @return this
     */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** Sets who does things later, and how long a POST may take. */
    Builder pace(Timetable timetable, Duration timeLimit) {
      this.timetable = timetable;
      this.timeLimit = timeLimit;
      return this;
    }

    /**
     * Makes the webhooks.
     *
     * @return webhooks to be given to an instance as its listener
     * @throws IllegalStateException if there is no address
     */
    public Webhooks build() {
      if (addresses.isEmpty()) {
        throw new IllegalStateException("webhooks need an address");
      }
      return new Webhooks(this);
    }
  }
}
