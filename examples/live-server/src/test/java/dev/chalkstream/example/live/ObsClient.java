package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * What OBS Studio's HLS output sends. OBS gives {@code method=PUT http_persistent=1
 * ignore_io_errors=1 http_user_agent=libobs/VERSION hls_time=KEYINT} to the ffmpeg inside it
 * (plugins/obs-ffmpeg/obs-ffmpeg-hls-mux.c). ffmpeg sends all on one connection: a segment, then
 * the playlist of the latest five, both in chunks. It does not wait for answers. Behind each body
 * it reads what has come; where that is the end of the connection, it opens another one and sends
 * the segment once more. It does not send a playlist again.
 */
final class ObsClient implements AutoCloseable {

  private static final String HEADERS =
      "User-Agent: libobs/30.2.3\r\nAccept: */*\r\nConnection: keep-alive\r\nIcy-MetaData: 1\r\n";
  private static final int WINDOW = 5;

  private final URI server;
  private final String directory;
  private final List<EncoderConnection> connections = new ArrayList<>();
  private int sent;
  private int requests;

  ObsClient(URI server, String session) throws IOException {
    this.server = server;
    this.directory = "/ingest/" + session + "/";
    connect();
  }

  private void connect() throws IOException {
    connections.add(new EncoderConnection(server, HEADERS));
    requests = 0;
  }

  private EncoderConnection connection() {
    return connections.get(connections.size() - 1);
  }

  int connections() {
    return connections.size();
  }

  /** Sends the next segment and the playlist. */
  void send(byte[] segment, boolean last) throws IOException {
    String path = directory + "out" + sent++ + ".ts";
    put(path, segment);
    if (!connection().drain()) {
      connect();
      put(path, segment);
    }
    sendPlaylist(playlist(last));
  }

  /** Does the same, and loses the connection in the middle of the segment. */
  void sendOverABrokenLine(byte[] segment) throws IOException {
    connection().breakInTheMiddle("PUT", directory + "out" + sent + ".ts", segment);
    connect();
    send(segment, false);
  }

  /** Sends something in the playlist's place. */
  void sendPlaylist(String text) throws IOException {
    put(directory + "out.m3u8", text.getBytes(UTF_8));
    if (!connection().drain()) {
      connect();
    }
  }

  private void put(String path, byte[] body) {
    requests++;
    try {
      connection().sendChunked("PUT", path, body);
    } catch (IOException broken) {
      // ffmpeg notices it where it reads, too.
      return;
    }
  }

  private String playlist(boolean last) {
    int first = Math.max(0, sent - WINDOW);
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n");
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(first).append('\n');
    for (int n = first; n < sent; n++) {
      text.append("#EXTINF:2.000000,\nout").append(n).append(".ts\n");
    }
    return text.append(last ? "#EXT-X-ENDLIST\n" : "").toString();
  }

  /**
   * Lets the time between two segments pass: waits until all that was sent on this connection is
   * answered, or the server has closed it. Returns the statuses.
   */
  int[] awaitAnswers() throws IOException {
    return connection().awaitAnswers(requests);
  }

  @Override
  public void close() throws IOException {
    for (EncoderConnection connection : connections) {
      connection.close();
    }
  }
}
