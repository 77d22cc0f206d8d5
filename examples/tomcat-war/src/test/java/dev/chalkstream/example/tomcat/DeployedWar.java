package dev.chalkstream.example.tomcat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.example.testing.TinySegment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ApplicationParameter;

/** The WAR in an embedded Tomcat. Closing stops that. */
final class DeployedWar implements AutoCloseable {

  static final SessionId SESSION = SessionId.of("a-secret-of-the-test");

  /** Held, or it is collected and its level with it. */
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  private static final StreamId STREAM = SESSION.streamId();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Tomcat tomcat = new Tomcat();
  private final Context context;

  DeployedWar(Path directory, String contextPath) throws IOException, LifecycleException {
    this(directory, contextPath, Map.of());
  }

  DeployedWar(Path directory, String contextPath, Map<String, String> parameters)
      throws IOException, LifecycleException {
    TOMCAT.setLevel(Level.WARNING);
    Path webapps = Files.createDirectories(directory.resolve("webapps"));
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getHost().setAppBase(webapps.toString());
    // Not Tomcat's own defaults, which have JSP.
    tomcat.setAddDefaultWebXmlToWebapp(false);
    context = tomcat.addWebapp(contextPath, System.getProperty("chalkstream.war"));
    Tomcat.addServlet(context, "default", DefaultServlet.class.getName()).addMapping("/");
    parameters.forEach((name, value) -> context.addApplicationParameter(parameter(name, value)));
    tomcat.start();
    if (context.getState() != LifecycleState.STARTED) {
      close();
      throw new LifecycleException("the WAR has not started");
    }
  }

  private static ApplicationParameter parameter(String name, String value) {
    ApplicationParameter parameter = new ApplicationParameter();
    parameter.setName(name);
    parameter.setValue(value);
    parameter.setOverride(false);
    return parameter;
  }

  ClassLoader loader() {
    return context.getLoader().getClassLoader();
  }

  void undeploy() {
    tomcat.getHost().removeChild(context);
  }

  HttpResponse<byte[]> publish(byte[] segment, int sequence) throws Exception {
    return http.send(
        request("/live/ingest/" + SESSION.value() + "/" + TinySegment.name(segment))
            .headers("X-Sequence", Integer.toString(sequence), "X-Duration", "2")
            .PUT(BodyPublishers.ofByteArray(segment))
            .build(),
        BodyHandlers.ofByteArray());
  }

  HttpResponse<String> playlist() throws Exception {
    return http.send(
        request("/live/playlist/" + STREAM + ".m3u8").build(), BodyHandlers.ofString());
  }

  /** Gets what an answer refers to. */
  HttpResponse<byte[]> follow(HttpResponse<?> from, String reference) throws Exception {
    URI uri = from.uri().resolve(reference);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<String> page() throws Exception {
    return http.send(request("/").build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    int port = tomcat.getConnector().getLocalPort();
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + port + context.getPath() + path));
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }
}
