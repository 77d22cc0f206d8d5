package dev.chalkstream.example.live;

import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** How Jetty listens: HTTP/1.1 and cleartext HTTP/2, with limits to what clients may hold. */
final class Connections {

  /** How long the headers of a request may be on their way. */
  private static final Duration HEAD_LIMIT = Duration.ofSeconds(20);

  /**
   * Encoders that put a directory and a name together may write two slashes where one is meant. No
   * path is protected by itself: each servlet asks for its token, whatever leads to it.
   */
  private static final UriCompliance URIS =
      UriCompliance.DEFAULT.with("DOUBLE_SLASHES", Violation.AMBIGUOUS_EMPTY_SEGMENT);

  private Connections() {}

  /** Makes Jetty listen, and hand requests to a handler. */
  static void open(Server jetty, ServerConfig config, Handler handler) {
    ServerConnector connector = connector(jetty, config);
    RequestHeadLimit heads = new RequestHeadLimit(HEAD_LIMIT, new PatientEndPoint.Uploads(handler));
    connector.addBean(heads, false);
    jetty.addConnector(connector);
    jetty.setHandler(heads);
    jetty.setErrorHandler(new ProblemErrors());
    // Beyond it, who comes waits to be accepted, and the store can still open its files.
    jetty.addBean(new NetworkConnectionLimit(Descriptors.forConnections(), jetty));
  }

  private static ServerConnector connector(Server jetty, ServerConfig config) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setUriCompliance(URIS);
    if (config.forwardedHeaders()) {
      http.addCustomizer(new ForwardedRequestCustomizer());
    }
    // It would take 100 KB of each connection, and viewers are many.
    http.setHeaderCacheSize(0);
    ServerConnector connector =
        new PatientEndPoint.Connector(
            jetty, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost(config.host());
    connector.setPort(config.port());
    return connector;
  }
}
