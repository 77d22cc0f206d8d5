package dev.chalkstream.servlet;

import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.ServletInfo;
import jakarta.servlet.Servlet;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * As much of a deployment descriptor as the tests use. Undertow itself reads none: the server
 * around it does that, such as WildFly.
 */
final class WebXml {

  private final Element root;

  private WebXml(Element root) {
    this.root = root;
  }

  static WebXml read(Path descriptor) throws Exception {
    return new WebXml(
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(descriptor.toFile())
            .getDocumentElement());
  }

  void addTo(DeploymentInfo deployment) throws Exception {
    parameters(root, "context-param", deployment::addInitParameter);
    for (Element servlet : children(root, "servlet")) {
      deployment.addServlet(info(servlet));
    }
    for (Element mapping : children(root, "servlet-mapping")) {
      deployment
          .getServlets()
          .get(text(mapping, "servlet-name"))
          .addMapping(text(mapping, "url-pattern"));
    }
  }

  private static ServletInfo info(Element servlet) throws Exception {
    Class<? extends Servlet> type =
        Class.forName(text(servlet, "servlet-class")).asSubclass(Servlet.class);
    ServletInfo info =
        Servlets.servlet(text(servlet, "servlet-name"), type)
            .setLoadOnStartup(Integer.parseInt(text(servlet, "load-on-startup")))
            .setAsyncSupported(Boolean.parseBoolean(text(servlet, "async-supported")));
    parameters(servlet, "init-param", info::addInitParam);
    return info;
  }

  private static void parameters(Element parent, String element, BiConsumer<String, String> taker) {
    for (Element parameter : children(parent, element)) {
      taker.accept(text(parameter, "param-name"), text(parameter, "param-value"));
    }
  }

  private static String text(Element parent, String child) {
    return children(parent, child).get(0).getTextContent().strip();
  }

  private static List<Element> children(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }
}
