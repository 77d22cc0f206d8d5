package dev.chalkstream.servlet;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.xnio.Options;

/** Undertow, with one I/O thread, which therefore must never wait. */
final class EmbeddedUndertow implements TestContainer {

  private static final long REST_MILLIS = 1_000;

  @Override
  public Running start(WireServer.Options options, Servlet servlet) throws Exception {
    ServletInfo info =
        Servlets.servlet("servlet", servlet.getClass(), new ImmediateInstanceFactory<>(servlet))
            .setAsyncSupported(options.async())
            .setLoadOnStartup(1)
            .addMapping(options.mapping());
    options.parameters().forEach(info::addInitParam);
    DeploymentInfo deployment = deployment(options.contextPath()).addServlet(info);
    return new RunningUndertow(options.threads(), deployment);
  }

  @Override
  public Running deploy(Path directory, String contextPath) throws Exception {
    DeploymentInfo deployment = deployment(contextPath);
    WebXml.read(directory.resolve("WEB-INF/web.xml")).addTo(deployment);
    return new RunningUndertow(WireServer.Options.DEFAULT.threads(), deployment);
  }

  /** Undertow closes the connection at once. */
  @Override
  public boolean answersWhoBreaksOffChunks(boolean async) {
    return false;
  }

  /** Undertow takes the answer to HEAD for one that may have a body, whatever its status. */
  @Override
  public boolean announcesNothingWhenNotModified() {
    return true;
  }

  private static DeploymentInfo deployment(String contextPath) {
    return Servlets.deployment()
        .setClassLoader(EmbeddedUndertow.class.getClassLoader())
        .setDeploymentName("test")
        .setContextPath(contextPath);
  }

  private static final class RunningUndertow implements Running {

    private final DeploymentManager deployment;
    private final GracefulShutdownHandler graceful;
    private final Undertow server;

    private RunningUndertow(int threads, DeploymentInfo info) throws Exception {
      deployment = Servlets.newContainer().addDeployment(info);
      deployment.deploy();
      HttpHandler handler = deployment.start();
      loadServlets();
      graceful =
          new GracefulShutdownHandler(
              new PathHandler().addPrefixPath(info.getContextPath(), handler));
      server =
          Undertow.builder()
              .addHttpListener(0, "127.0.0.1", graceful)
              .setIoThreads(1)
              .setWorkerThreads(threads)
              // By default it refuses what is larger than 2 MiB, in its own way.
              .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
              .setSocketOption(Options.SEND_BUFFER, WireServer.SEND_BUFFER_BYTES)
              .build();
      server.start();
    }

    /** Undertow waits with this for the first request; servers around it do not. */
    private void loadServlets() throws ServletException {
      for (String name : deployment.getDeployment().getDeploymentInfo().getServlets().keySet()) {
        deployment.getDeployment().getServlets().getManagedServlet(name).forceInit();
      }
    }

    @Override
    public int port() {
      return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public ServletContext servletContext() {
      return deployment.getDeployment().getServletContext();
    }

    @Override
    public void drain() throws Exception {
      graceful.shutdown();
      if (!graceful.awaitShutdown(WireServer.PATIENCE_SECONDS * 1_000L)) {
        throw new IllegalStateException("requests are in flight for too long");
      }
    }

    /**
     * Undertow logs the address of a request that it is stopped in the middle of. What hangs longer
     * is cut off.
     */
    private void awaitRest() {
      graceful.shutdown();
      try {
        graceful.awaitShutdown(REST_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      awaitRest();
      server.stop();
      try {
        deployment.stop();
      } catch (ServletException e) {
        throw new IllegalStateException("the servlets do not stop", e);
      }
      deployment.undeploy();
    }
  }
}
