package dev.chalkstream.example.storage;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.servlet.ChalkstreamServlet;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that keeps its streams where the environment says, in a database if it names one. */
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  /** The exit status when the server cannot start as it was told to. */
  private static final int CANNOT_START = 2;

  private static final String DEFAULT_PORT = "8080";
  private static final String DEFAULT_STORE = "postgres://localhost/chalkstream";

  private Main() {}

  /**
   * Starts the server on the loopback interface, prints one line with its address and returns; the
   * server runs until the process is told to end. The variables {@code STORE} and {@code PORT} say
   * where its streams are and where it listens, at a free port if that is 0. If it cannot start,
   * prints one line that says why and exits with status 2.
   *
   * @param args not used
   * @throws Exception if Jetty does not start, for another reason than the port
   */
  public static void main(String[] args) throws Exception {
    try {
      System.out.println("Chalkstream is ready at " + start(System.getenv()));
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("chalkstream-custom-storage: " + e.getMessage());
      System.exit(CANNOT_START);
    }
  }

  private static String start(Map<String, String> environment) throws Exception {
    int port = Integer.parseInt(environment.getOrDefault("PORT", DEFAULT_PORT));
    BlobStore store = BlobStores.open(environment.getOrDefault("STORE", DEFAULT_STORE));
    Chalkstream chalkstream = Chalkstream.builder(store).build();
    Server server = server(port, chalkstream);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(server, chalkstream, store), "shutdown"));
    server.start();
    int listening = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    return "http://127.0.0.1:" + listening + "/";
  }

  private static Server server(int port, Chalkstream chalkstream) {
    ServletHolder live = new ServletHolder(new ChalkstreamServlet(chalkstream));
    live.setAsyncSupported(true);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(live, "/*");
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server.setHandler(context);
    return server;
  }

  private static void stop(Server server, Chalkstream chalkstream, BlobStore store) {
    LifeCycle.stop(server);
    chalkstream.close();
    try {
      store.close();
    } catch (IOException e) {
      LOG.warn("The store did not close as it should", e);
    }
  }
}
