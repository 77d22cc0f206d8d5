package dev.chalkstream.example.live;

import dev.chalkstream.StreamPolicy;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.servlet.CorsPolicy;
import dev.chalkstream.servlet.PlaybackAuthorizer;
import dev.chalkstream.servlet.SegmentRedirect;
import java.util.Optional;

/**
 * What a server is told. Immutable.
 *
 * @param host the name or address of the interface to listen on
 * @param port the TCP port, or 0 for a free one
 * @param store where streams are kept, a URI as people write it
 * @param policy how streams behave
 * @param waitingRoom what viewers see who come before the first segment
 * @param limits how much is taken at once
 * @param ingestToken the bearer token that broadcasters must show, if any
 * @param operatorToken the bearer token that operators must show; without one, nobody is an
 *     operator
 * @param playback who may watch
 * @param segments where viewers are sent for segments
 * @param cors which pages of other origins may use the server
 * @param forwardedHeaders whether a proxy's headers tell who asks, and by which address
 * @param metrics whether to serve the numbers for Prometheus
 * @param webhooks who is told what happens to streams, if anybody
 * @param demo whether to publish the demo
 */
record ServerConfig(
    String host,
    int port,
    String store,
    StreamPolicy policy,
    WaitingRoom waitingRoom,
    UploadLimits limits,
    Optional<String> ingestToken,
    Optional<String> operatorToken,
    PlaybackAuthorizer playback,
    SegmentRedirect segments,
    CorsPolicy cors,
    boolean forwardedHeaders,
    boolean metrics,
    Optional<WebhookAddresses> webhooks,
    boolean demo) {

  /** Tokens and secrets must not reach a log. */
  @Override
  public String toString() {
    return "ServerConfig[" + host + ":" + port + ", " + store + "]";
  }
}
