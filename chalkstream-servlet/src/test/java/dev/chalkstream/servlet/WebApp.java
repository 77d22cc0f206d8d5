package dev.chalkstream.servlet;

import jakarta.servlet.ServletContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** A web application that is nothing but a {@code web.xml}, in a real container. */
final class WebApp implements AutoCloseable {

  private static final String HEAD =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestContainer.Running container;

  WebApp(Path directory, String... elements) throws Exception {
    Path descriptor = Files.createDirectories(directory.resolve("WEB-INF")).resolve("web.xml");
    Files.writeString(descriptor, HEAD + String.join("\n", elements) + "\n</web-app>\n");
    container = TestContainer.get().deploy(directory, "/app");
  }

  static String servlet(Class<?> type, String mapping, boolean async, String... parameters) {
    return """
        <servlet>
          <servlet-name>%1$s</servlet-name>
          <servlet-class>%2$s</servlet-class>
          %3$s
          <load-on-startup>1</load-on-startup>
          <async-supported>%4$s</async-supported>
        </servlet>
        """
            .formatted(
                type.getSimpleName(), type.getName(), parameters("init-param", parameters), async)
        + mapping(type, mapping);
  }

  static String mapping(Class<?> type, String mapping) {
    return """
        <servlet-mapping>
          <servlet-name>%s</servlet-name>
          <url-pattern>%s</url-pattern>
        </servlet-mapping>
        """
        .formatted(type.getSimpleName(), mapping);
  }

  static String contextParameters(String... parameters) {
    return parameters("context-param", parameters);
  }

  private static String parameters(String element, String... parameters) {
    StringBuilder xml = new StringBuilder();
    for (int i = 0; i < parameters.length; i += 2) {
      xml.append(
          "<%1$s><param-name>%2$s</param-name><param-value>%3$s</param-value></%1$s>%n"
              .formatted(element, parameters[i], parameters[i + 1]));
    }
    return xml.toString();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + container.port() + "/app" + path));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** The instances that the application's servlets share at this moment. */
  List<SharedInstance> instances() {
    ServletContext context = container.servletContext();
    return Collections.list(context.getAttributeNames()).stream()
        .map(context::getAttribute)
        .filter(SharedInstance.class::isInstance)
        .map(SharedInstance.class::cast)
        .toList();
  }

  @Override
  public void close() {
    container.close();
  }
}
