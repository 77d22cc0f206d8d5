package dev.chalkstream.example.live;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee11.servlet.ResourceServlet;

/** Jetty's servlet for files, for those who read. */
final class FilesServlet extends ResourceServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (!ReadOnlyServlet.refuses(request, response)) {
      super.service(request, response);
    }
  }
}
