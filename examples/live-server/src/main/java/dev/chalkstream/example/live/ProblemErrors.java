package dev.chalkstream.example.live;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What Jetty refuses by itself, such as a malformed address, as a problem document. Jetty's own
 * page would repeat the address, and show what has failed inside.
 */
final class ProblemErrors implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String title = HttpStatus.getMessage(status);
    String detail =
        status < HttpStatus.INTERNAL_SERVER_ERROR_500
            ? "the server does not take this request; check its address and its headers"
            : "the server has failed; its log says why";
    byte[] body = new ProblemAnswer(status, title, detail).toJson();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemAnswer.CONTENT_TYPE);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
