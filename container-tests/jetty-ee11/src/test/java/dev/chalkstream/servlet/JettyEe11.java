package dev.chalkstream.servlet;

import jakarta.servlet.Servlet;
import java.nio.file.Path;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.webapp.WebAppContext;

/** Jetty 12 with the servlets of Jakarta EE 11. */
final class JettyEe11 implements TestContainer {

  @Override
  public Running start(WireServer.Options options, Servlet servlet) throws Exception {
    ServletContextHandler context = new ServletContextHandler(options.contextPath());
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(options.async());
    options.parameters().forEach(holder::setInitParameter);
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.addServlet(holder, options.mapping());
    return new RunningJetty(options.threads(), context, context::getServletContext);
  }

  @Override
  public Running deploy(Path directory, String contextPath) throws Exception {
    WebAppContext context = new WebAppContext();
    context.setContextPath(contextPath);
    context.setWar(directory.toString());
    context.setThrowUnavailableOnStartupException(true);
    return new RunningJetty(
        WireServer.Options.DEFAULT.threads(), context, context::getServletContext);
  }
}
