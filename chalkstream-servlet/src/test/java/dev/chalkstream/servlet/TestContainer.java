package dev.chalkstream.servlet;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import java.nio.file.Path;

/**
 * A servlet container that the tests run in. The system property {@code
 * chalkstream.container.class} names another than Jetty's ee10; whoever sets it has its class on
 * the class path.
 */
interface TestContainer {

  /** Starts a server with one servlet that was made by a constructor. */
  Running start(WireServer.Options options, Servlet servlet) throws Exception;

  /**
   * Starts a server with a web application that is a {@code web.xml}.
   *
   * @throws Exception with the {@code ServletException} of a servlet that does not start
   */
  Running deploy(Path directory, String contextPath) throws Exception;

  /** Whether clients that ask first are told to go on before a servlet has seen what they want. */
  default boolean continuesUnasked() {
    return false;
  }

  /** Whether a client that is refused gets its answer before it has sent its body to the end. */
  default boolean answersBeforeTheBodyEnds(boolean async) {
    return true;
  }

  /** Whether a client that ends its side before the last chunk gets an answer. */
  default boolean answersWhoBreaksOffChunks(boolean async) {
    return true;
  }

  /** Whether a connection serves the next request after an answer of 413. */
  default boolean goesOnBehindTooLarge() {
    return true;
  }

  /** Whether the answer to HEAD that there is nothing new says that a body has no bytes. */
  default boolean announcesNothingWhenNotModified() {
    return false;
  }

  /** A server on loopback, on a port that it has chosen. */
  interface Running extends AutoCloseable {

    int port();

    ServletContext servletContext();

    /** Refuses what is new, and waits until what is in flight has been answered. */
    void drain() throws Exception;

    /** Stops without waiting for anybody. */
    @Override
    void close();
  }

  /** The container of this run. */
  static TestContainer get() {
    String name = System.getProperty("chalkstream.container.class", JettyEe10.class.getName());
    try {
      return (TestContainer) Class.forName(name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("there is no container " + name, e);
    }
  }
}
