package dev.chalkstream.webhooks;

import dev.chalkstream.StreamId;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The events of one stream on their way to one address, one behind the other. */
final class Lane {

  private final StreamId stream;
  private final Queue<WebhookEvent> events = new ArrayDeque<>();
  private @Nullable WebhookEvent sending;
  private int failures;

  Lane(StreamId stream) {
    this.stream = stream;
  }

  StreamId stream() {
    return stream;
  }

  void add(WebhookEvent event) {
    events.add(event);
  }

  void remove(WebhookEvent event) {
    events.remove(event);
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  boolean isSending(WebhookEvent event) {
    return event.equals(sending);
  }

  /** Begins with the next event, or tells by null that there is none. */
  @Nullable WebhookEvent next() {
    sending = events.peek();
    return sending;
  }

  /** The event that was being sent has failed; tells how many times in a row something has. */
  int failed() {
    sending = null;
    return ++failures;
  }

  /** The event that was being sent was answered, and is not sent again. */
  void answered(WebhookEvent event) {
    sending = null;
    failures = 0;
    events.remove(event);
  }
}
