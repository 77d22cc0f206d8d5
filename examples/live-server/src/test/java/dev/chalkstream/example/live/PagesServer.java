package dev.chalkstream.example.live;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.servlet.ChalkstreamServlet;
import dev.chalkstream.servlet.ServletOptions;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.ee11.servlet.ResourceServlet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An application with the library's servlet at {@code /app/live} and its pages beside it. */
final class PagesServer implements AutoCloseable {

  private final Server jetty = new Server();
  private final ServerConnector connector = new ServerConnector(jetty);
  private final BlobStore store = BlobStores.open("memory:");
  private final Chalkstream chalkstream = Chalkstream.builder(store).build();

  PagesServer(ServletOptions options) throws Exception {
    ServletHolder live = new ServletHolder(new ChalkstreamServlet(chalkstream, options));
    live.setAsyncSupported(true);
    ServletContextHandler context = new ServletContextHandler("/app");
    context.addServlet(live, "/live/*");
    ServletHolder pages = new ServletHolder(new ResourceServlet());
    String library = Resources.folder("/" + PagesServlet.LIBRARY).toString();
    pages.setInitParameter("baseResource", library);
    context.addServlet(pages, "/chalkstream/*");
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    jetty.setHandler(context);
    jetty.start();
  }

  /** Where the servlet is mounted. */
  URI address() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/app/live/");
  }

  /** A page of the library, for the servlet. */
  static URI page(URI server, String name) {
    return server.resolve("../chalkstream/" + name);
  }

  @Override
  public void close() throws IOException {
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IOException("the server does not stop", e);
    }
    chalkstream.close();
    store.close();
  }
}
