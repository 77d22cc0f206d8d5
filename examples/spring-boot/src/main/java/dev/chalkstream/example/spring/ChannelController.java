package dev.chalkstream.example.spring;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.io.IOException;
import java.security.Principal;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the application itself says of its channels. */
@RestController
final class ChannelController {

  /**
   * What the owner of a channel is told.
   *
   * @param session the session id, a secret
   * @param ingest where to publish
   * @param playlist where to watch
   */
  record Studio(String session, String ingest, String playlist) {}

  /**
   * What everybody is told of a channel.
   *
   * @param state what it is doing
   * @param playlist where to watch
   */
  record Channel(String state, String playlist) {}

  private final Channels channels;
  private final Chalkstream chalkstream;

  ChannelController(Channels channels, Chalkstream chalkstream) {
    this.channels = channels;
    this.chalkstream = chalkstream;
  }

  @GetMapping("/studio")
  ResponseEntity<Studio> studio(Principal user) {
    SessionId session = channels.sessionOf(user.getName());
    String ingest = ChalkstreamConfig.MOUNT + "/ingest/" + session.value();
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(new Studio(session.value(), ingest, playlist(session.streamId())));
  }

  @GetMapping("/channels/{user}")
  Channel channel(@PathVariable("user") String user) throws IOException {
    StreamId stream = channels.sessionOf(user).streamId();
    return new Channel(chalkstream.status(stream).state().name(), playlist(stream));
  }

  private static String playlist(StreamId stream) {
    return ChalkstreamConfig.MOUNT + "/playlist/" + stream + ".m3u8";
  }
}
