package dev.chalkstream.example.live;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.ChalkstreamBuilder;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.webhooks.Webhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live streaming server: a store, the library on top of it, and Jetty in front with the library's
 * servlet and the pages. Safe for use by many threads.
 */
final class LiveServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveServer.class);

  /** How long uploads in flight may take to finish once the server is told to stop. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final BlobStore store;
  private final Chalkstream chalkstream;
  private final Optional<Monitoring> monitoring;
  private final Optional<Webhooks> webhooks;
  private final Server jetty;
  private final URI address;
  private final Optional<DemoBroadcaster> demo;

  private LiveServer(ServerConfig config, BlobStore store, InstantSource clock)
      throws StartupException {
    Optional<SessionId> demoSession =
        config.demo() ? Optional.of(DemoBroadcaster.newSession()) : Optional.empty();
    this.store = store;
    this.monitoring = config.metrics() ? Optional.of(new Monitoring()) : Optional.empty();
    this.webhooks = config.webhooks().map(addresses -> addresses.open(clock));
    this.chalkstream = chalkstream(config, clock);
    this.jetty = new Server();
    ServletContextHandler context =
        new Mounts(config, chalkstream, clock)
            .context(demoSession.map(SessionId::streamId), monitoring);
    Connections.open(jetty, config, new GracefulHandler(context));
    jetty.setStopTimeout(GRACE.toMillis());
    this.address = listen(config);
    this.demo =
        demoSession.map(
            session ->
                DemoBroadcaster.start(
                    new IngestClient(address, session, config.ingestToken()), clock));
  }

  /**
   * Opens the store, listens, and starts the demo if there is to be one.
   *
   * @param config what the server is told
   * @param clock where the time comes from
   * @return the running server
   * @throws StartupException if the store cannot be opened or the port cannot be had
   */
  static LiveServer start(ServerConfig config, InstantSource clock) throws StartupException {
    BlobStore store = open(config.store());
    try {
      return new LiveServer(config, store, clock);
    } catch (StartupException e) {
      closeQuietly(store);
      throw e;
    }
  }

  /** Where the server is, with a slash at the end. */
  URI address() {
    return address;
  }

  /** The stream of the demo, if there is one. */
  Optional<StreamId> demoStream() {
    return demo.map(DemoBroadcaster::stream);
  }

  /**
   * Ends the demo, lets the requests in flight finish, for at most 10 seconds, and releases
   * everything.
   */
  @Override
  public void close() {
    demo.ifPresent(DemoBroadcaster::close);
    stopJetty();
    closeChalkstream();
    closeQuietly(store);
    LOG.info("Stopped");
  }

  private Chalkstream chalkstream(ServerConfig config, InstantSource clock) {
    ChalkstreamBuilder builder =
        Chalkstream.builder(store)
            .policy(config.policy())
            .waitingRoom(config.waitingRoom())
            .clock(clock);
    monitoring.map(Monitoring::metrics).ifPresent(builder::metrics);
    webhooks.ifPresent(builder::listener);
    monitoring.ifPresent(monitor -> webhooks.ifPresent(monitor::watch));
    return builder.build();
  }

  private static BlobStore open(String uri) throws StartupException {
    try {
      return BlobStores.open(uri);
    } catch (IOException | IllegalArgumentException e) {
      throw new StartupException("--store " + uri + ": " + e.getMessage(), e);
    }
  }

  private URI listen(ServerConfig config) throws StartupException {
    String place = config.host() + ":" + config.port();
    try {
      jetty.start();
      int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
      return new URI("http", null, reachable(config.host()), port, "/", null, null);
    } catch (Exception e) { // Jetty's own signature
      stopJetty();
      closeChalkstream();
      throw new StartupException("cannot listen on " + place + ": " + e.getMessage(), e);
    }
  }

  /** A wildcard address is good for listening, not for visiting. */
  private static String reachable(String host) throws UnknownHostException {
    return InetAddress.getByName(host).isAnyLocalAddress() ? "localhost" : host;
  }

  private void closeChalkstream() {
    chalkstream.close();
    webhooks.ifPresent(Webhooks::close);
    monitoring.ifPresent(Monitoring::close);
  }

  private void stopJetty() {
    try {
      jetty.stop();
    } catch (Exception e) { // Jetty's own signature
      LOG.warn("Jetty did not stop as it should", e);
    }
  }

  private static void closeQuietly(BlobStore store) {
    try {
      store.close();
    } catch (IOException e) {
      LOG.warn("The store did not close as it should", e);
    }
  }
}
