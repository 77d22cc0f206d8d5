package dev.chalkstream.webhooks;

import dev.chalkstream.StreamId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address and the events on their way to it. The events of a stream go one after another; those
 * of different streams do not wait for each other. Safe for many threads; its lock is held for
 * moments only.
 */
final class Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

  /** So many POSTs at once, and so many connections. */
  private static final int MOST_AT_ONCE = 8;

  private static final long LOGGED_DROPS = 1_000;

  private final String place;
  private final Courier courier;
  private final Timetable timetable;
  private final InstantSource clock;
  private final Duration giveUpAfter;
  private final int maxWaiting;
  private final BackOff backOff = new BackOff(RandomGenerator.getDefault());

  /** All that is neither taken nor given up, the oldest first. */
  private final Set<WebhookEvent> waiting = new LinkedHashSet<>();

  private final Map<StreamId, Lane> lanes = new HashMap<>();

  /** Lanes whose turn it is; the others are sending, or rest after a failure. */
  private final Queue<Lane> ready = new ArrayDeque<>();

  private int sending;
  private boolean troubled;
  private boolean closed;
  private long delivered;
  private long dropped;

  Endpoint(URI address, Webhooks.Builder settings, Timetable timetable, Signer signer) {
    this.place = address.getScheme() + "://" + address.getAuthority();
    this.courier = new Courier(address, signer, settings.timeLimit, settings.clock);
    this.timetable = timetable;
    this.clock = settings.clock;
    this.giveUpAfter = settings.giveUpAfter;
    this.maxWaiting = settings.maxWaiting;
  }

  synchronized void add(WebhookEvent event) {
    if (closed) {
      return;
    }
    if (waiting.size() >= maxWaiting) {
      dropOldest();
    }
    waiting.add(event);
    Lane lane = lanes.get(event.stream());
    if (lane == null) {
      lane = new Lane(event.stream());
      lanes.put(event.stream(), lane);
      ready.add(lane);
    }
    lane.add(event);
    sendWhatIsReady();
  }

  private void dropOldest() {
    Iterator<WebhookEvent> oldest = waiting.iterator();
    while (oldest.hasNext()) {
      WebhookEvent event = oldest.next();
      Lane lane = lanes.get(event.stream());
      if (lane != null && !lane.isSending(event)) {
        oldest.remove();
        lane.remove(event);
        noteDrop(event, maxWaiting + " events wait already");
        return;
      }
    }
  }

  private void sendWhatIsReady() {
    while (sending < MOST_AT_ONCE && !closed) {
      Lane lane = ready.poll();
      if (lane == null) {
        notifyAll();
        return;
      }
      WebhookEvent event = lane.next();
      if (event == null) {
        lanes.remove(lane.stream());
      } else {
        sending++;
        var unused = courier.post(event).thenAccept(answer -> answered(lane, event, answer));
      }
    }
  }

  private synchronized void answered(Lane lane, WebhookEvent event, Answer answer) {
    sending--;
    if (!closed) {
      note(answer);
      switch (answer.kind()) {
        case TAKEN -> {
          delivered++;
          goOn(lane, event);
        }
        case REFUSED -> {
          noteDrop(event, answer.reason());
          goOn(lane, event);
        }
        case FAILED -> sendAgain(lane, event, answer);
      }
    }
    sendWhatIsReady();
  }

  private void goOn(Lane lane, WebhookEvent event) {
    waiting.remove(event);
    lane.answered(event);
    ready.add(lane);
  }

  private void sendAgain(Lane lane, WebhookEvent event, Answer answer) {
    Duration rest = backOff.after(lane.failed(), answer.retryAfter());
    Instant givenUp = event.time().plus(giveUpAfter);
    if (clock.instant().plus(rest).isAfter(givenUp)) {
      noteDrop(event, "it has been tried for " + giveUpAfter + ", at last: " + answer.reason());
      waiting.remove(event);
      lane.remove(event);
    }
    timetable.in(rest, () -> wake(lane));
  }

  private synchronized void wake(Lane lane) {
    if (!closed) {
      ready.add(lane);
      sendWhatIsReady();
    }
  }

  /** In an outage this comes with every event, so only the first and the last of it are logged. */
  private void note(Answer answer) {
    boolean fails = answer.kind() == Answer.Kind.FAILED;
    if (fails && !troubled) {
      LOG.warn("Webhooks to {} fail, and are sent again: {}", place, answer.reason());
    } else if (!fails && troubled) {
      LOG.info("Webhooks to {} get through again; {} events wait", place, waiting.size());
    }
    troubled = fails;
  }

  private void noteDrop(WebhookEvent event, String reason) {
    dropped++;
    if (dropped % LOGGED_DROPS == 1) {
      LOG.warn(
          "{} events have not reached {} so far, the last {} of stream {}: {}",
          dropped,
          place,
          event.type(),
          event.stream(),
          reason);
    }
  }

  synchronized int waiting() {
    return waiting.size();
  }

  synchronized long delivered() {
    return delivered;
  }

  synchronized long dropped() {
    return dropped;
  }

  /** Waits until nothing is on its way but what rests after a failure. */
  synchronized void awaitQuiet(long deadlineNanos) throws InterruptedException {
    while (sending > 0 || !ready.isEmpty()) {
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Sends nothing any more. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    courier.close();
    if (!waiting.isEmpty()) {
      LOG.warn("{} events do not reach {} any more", waiting.size(), place);
    }
    dropped += waiting.size();
    waiting.clear();
    lanes.clear();
    ready.clear();
  }
}
