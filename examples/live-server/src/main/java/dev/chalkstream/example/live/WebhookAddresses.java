package dev.chalkstream.example.live;

import dev.chalkstream.webhooks.Webhooks;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/**
 * Who is told what happens to streams. Immutable.
 *
 * @param addresses where the events go, at least one
 * @param secret what they are signed with
 */
record WebhookAddresses(List<URI> addresses, String secret) {

  /**
   * Keeps what it is told.
   *
   * @throws IllegalArgumentException if webhooks would not take it
   */
  WebhookAddresses {
    addresses = List.copyOf(addresses);
    builder(addresses, secret);
  }

  private static Webhooks.Builder builder(List<URI> addresses, String secret) {
    Webhooks.Builder builder = Webhooks.builder(secret);
    addresses.forEach(builder::address);
    return builder;
  }

  Webhooks open(InstantSource clock) {
    return builder(addresses, secret).clock(clock).build();
  }

  /** The secret must not reach a log, nor what may be secret in an address. */
  @Override
  public String toString() {
    return "WebhookAddresses[" + addresses.size() + "]";
  }
}
