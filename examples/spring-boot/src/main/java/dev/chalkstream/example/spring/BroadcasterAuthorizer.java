package dev.chalkstream.example.spring;

import dev.chalkstream.SessionId;
import dev.chalkstream.servlet.IngestAuthorizer;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.springframework.stereotype.Component;

/**
 * Lets broadcasters publish, each to the own channel. Who they are Spring Security has found out
 * before; it stands behind the request's principal and roles.
 */
@Component
final class BroadcasterAuthorizer implements IngestAuthorizer {

  /** The role that publishes. */
  static final String ROLE = "BROADCASTER";

  private final Channels channels;

  BroadcasterAuthorizer(Channels channels) {
    this.channels = channels;
  }

  @Override
  public Decision authorize(HttpServletRequest request, SessionId session) {
    Principal user = request.getUserPrincipal();
    if (user == null) {
      return Decision.UNAUTHENTICATED;
    }
    boolean owner = request.isUserInRole(ROLE) && channels.owns(user.getName(), session);
    return owner ? Decision.ALLOW : Decision.FORBIDDEN;
  }
}
