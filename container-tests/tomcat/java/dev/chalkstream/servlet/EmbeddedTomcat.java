package dev.chalkstream.servlet;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardService;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat, of whichever version is on the class path. */
final class EmbeddedTomcat implements TestContainer {

  @Override
  public Running start(WireServer.Options options, Servlet servlet) throws Exception {
    Tomcat tomcat = tomcat(options.threads());
    String contextPath = options.contextPath().equals("/") ? "" : options.contextPath();
    Context context = tomcat.addContext(contextPath, null);
    Wrapper wrapper = Tomcat.addServlet(context, "servlet", servlet);
    wrapper.setAsyncSupported(options.async());
    options.parameters().forEach(wrapper::addInitParameter);
    wrapper.addMapping(options.mapping());
    return new RunningTomcat(tomcat, context);
  }

  @Override
  public Running deploy(Path directory, String contextPath) throws Exception {
    Tomcat tomcat = tomcat(WireServer.Options.DEFAULT.threads());
    StandardContext context = new StandardContext();
    context.setPath(contextPath);
    context.setDocBase(directory.toString());
    context.setParentClassLoader(EmbeddedTomcat.class.getClassLoader());
    // The tests' class path has nothing to find, and looking takes a second each time.
    StandardJarScanner scanner = new StandardJarScanner();
    scanner.setScanClassPath(false);
    context.setJarScanner(scanner);
    ContextConfig config = new ContextConfig();
    config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
    context.addLifecycleListener(config);
    tomcat.getHost().addChild(context);
    return new RunningTomcat(tomcat, context);
  }

  /** That can be changed, but then nobody tells the clients of asynchronous requests. */
  @Override
  public boolean continuesUnasked() {
    return true;
  }

  /** With 11 always and with 10.1 for chunks, the answer comes last, as the servlet has it. */
  @Override
  public boolean answersBeforeTheBodyEnds(boolean async) {
    return !async;
  }

  /** Tomcat closes the connection behind 400, 408, 413, 500, 503 and some more. */
  @Override
  public boolean goesOnBehindTooLarge() {
    return false;
  }

  /**
   * Chunks are read on another thread than Tomcat's own, which may close the connection before the
   * answer when that meets the early end.
   */
  @Override
  public boolean answersWhoBreaksOffChunks(boolean async) {
    return !async;
  }

  private static Tomcat tomcat(int threads) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Path.of("target", "tomcat").toAbsolutePath().toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxThreads", Integer.toString(threads));
    connector.setProperty("minSpareThreads", Integer.toString(threads));
    connector.setProperty("socket.txBufSize", Integer.toString(WireServer.SEND_BUFFER_BYTES));
    // A client that is refused gets to know why only if what it is sending is taken off its hands.
    connector.setProperty("maxSwallowSize", "-1");
    // Otherwise a server that drains leaves new connections waiting instead of refusing them.
    connector.setProperty("bindOnInit", "false");
    tomcat.setConnector(connector);
    return tomcat;
  }

  private static final class RunningTomcat implements Running {

    private final Tomcat tomcat;
    private final Context context;

    private RunningTomcat(Tomcat tomcat, Context context) throws Exception {
      this.tomcat = tomcat;
      this.context = context;
      try {
        tomcat.start();
        loadServlets();
      } catch (Exception e) {
        close();
        throw e;
      }
    }

    /** Tomcat logs that a servlet has not started, and goes on; this throws what it threw. */
    private void loadServlets() throws Exception {
      for (Container child : context.findChildren()) {
        ((Wrapper) child).load();
      }
    }

    @Override
    public int port() {
      return tomcat.getConnector().getLocalPort();
    }

    @Override
    public ServletContext servletContext() {
      return context.getServletContext();
    }

    @Override
    public void drain() throws Exception {
      StandardService service = (StandardService) tomcat.getService();
      service.setGracefulStopAwaitMillis(WireServer.PATIENCE_SECONDS * 1_000L);
      tomcat.stop();
      long inFlight = ((StandardContext) context).getInProgressAsyncCount();
      if (inFlight != 0) {
        throw new IllegalStateException(inFlight + " requests were never completed");
      }
    }

    @Override
    public void close() {
      try {
        tomcat.stop();
        tomcat.destroy();
      } catch (LifecycleException e) {
        throw new IllegalStateException("Tomcat does not stop", e);
      }
    }
  }
}
