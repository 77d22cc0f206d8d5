package dev.chalkstream.servlet;

import jakarta.servlet.ServletContext;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** What Jetty's servlet environments have in common. */
final class RunningJetty implements TestContainer.Running {

  private final Server server;
  private final ServerConnector connector;
  private final Supplier<ServletContext> context;

  RunningJetty(int threads, Handler handler, Supplier<ServletContext> context) throws Exception {
    this.context = context;
    server = new Server(new QueuedThreadPool(threads));
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(
        UriCompliance.DEFAULT.with("DOUBLE_SLASHES", Violation.AMBIGUOUS_EMPTY_SEGMENT));
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setAcceptedSendBufferSize(WireServer.SEND_BUFFER_BYTES);
    server.addConnector(connector);
    server.setHandler(new GracefulHandler(handler));
    try {
      server.start();
    } catch (Exception e) {
      LifeCycle.stop(server);
      throw e;
    }
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public ServletContext servletContext() {
    return context.get();
  }

  @Override
  public void drain() throws Exception {
    Graceful.shutdown(server).get(WireServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }
}
