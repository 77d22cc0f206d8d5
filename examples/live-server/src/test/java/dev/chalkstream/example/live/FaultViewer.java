package dev.chalkstream.example.live;

import dev.chalkstream.SegmentDigest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a playlist over and over, and for the newest segment when there is a new one; and now
 * and then as somebody does who has just come and holds no playlist. Answers of any status are
 * counted; a playlist that no viewer should be shown is noted. Closing ends it.
 */
final class FaultViewer implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A newcomer comes once in so many requests. */
  private static final int NEWCOMERS = 3;

  static final String WAITING_ROOM = "the waiting room";
  static final String WENT_BACK = "a playlist that goes back";
  static final String WITHOUT_ITS_BEGINNING = "a playlist without its beginning";
  static final String OVER = "the end of the stream";
  static final String GAP = "a gap";
  static final String BREAK = "a discontinuity";
  static final String OTHER_BYTES = "a segment of other bytes";

  private final HttpClient http = IngestClient.newHttpClient();
  private final Supplier<URI> servers;
  private final String stream;
  private final Outcomes playlists = new Outcomes();
  private final Outcomes newcomers = new Outcomes();
  private final Outcomes segments = new Outcomes();
  private final Set<String> faults = new TreeSet<>();
  private final ReentrantLock asking = new ReentrantLock();
  private final Thread thread = new Thread(this::watch, "viewer");
  private LoadPlaylist seen = LoadPlaylist.NONE;
  private @Nullable String tag;
  private volatile boolean stopped;

  /**
   * Prepares one.
   *
   * @param servers names the server for each request
   */
  FaultViewer(Supplier<URI> servers, String stream) {
    this.servers = servers;
    this.stream = stream;
  }

  void start() {
    thread.start();
  }

  /** What was answered to its requests for the playlist. */
  Outcomes playlists() {
    return playlists;
  }

  /** What was answered to requests for the playlist by those who hold none. */
  Outcomes newcomers() {
    return newcomers;
  }

  /** What was answered to its requests for segments. */
  Outcomes segments() {
    return segments;
  }

  /** What it was shown and should not have been. */
  synchronized Set<String> faults() {
    return new TreeSet<>(faults);
  }

  /** Does something while it asks for nothing. */
  void whileItPauses(FaultBroadcaster.Deed deed) throws Exception {
    asking.lock();
    try {
      deed.run();
    } finally {
      asking.unlock();
    }
  }

  private void watch() {
    try {
      for (int turn = 1; !stopped; turn++) {
        ask(turn % NEWCOMERS == 0);
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(boolean somebodyComes) throws InterruptedException {
    asking.lockInterruptibly();
    try {
      poll();
      if (somebodyComes) {
        come();
      }
    } finally {
      asking.unlock();
    }
  }

  private void poll() throws InterruptedException {
    URI address = servers.get().resolve("playlist/" + stream + ".m3u8");
    HttpResponse<byte[]> answer = get(playlists, address, tag);
    if (answer == null || answer.statusCode() != 200) {
      return;
    }
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    if (text.contains("poster.ts")) {
      note(true, WAITING_ROOM);
      return;
    }
    LoadPlaylist playlist = LoadPlaylist.parse(text);
    note(!follows(playlist), WENT_BACK);
    boolean gap = text.contains("#EXT-X-GAP");
    note(gap, GAP);
    note(!gap && !playlist.whole(), BREAK);
    note(playlist.over(), OVER);
    if (playlist.end() > seen.end()) {
      fetch(address, playlist.segment(playlist.end() - 1));
    }
    seen = playlist;
    tag = answer.headers().firstValue("ETag").orElse(null);
  }

  /** Where something has become a gap, or is there again, the places stay and not the addresses. */
  private boolean follows(LoadPlaylist playlist) {
    return playlist.whole() && seen.whole()
        ? playlist.follows(seen)
        : playlist.first() >= seen.first() && playlist.end() >= seen.end();
  }

  private void come() throws InterruptedException {
    URI address = servers.get().resolve("playlist/" + stream + ".m3u8");
    HttpResponse<byte[]> answer = get(newcomers, address, null);
    if (answer == null || answer.statusCode() != 200) {
      return;
    }
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    note(text.contains("poster.ts"), WAITING_ROOM);
    note(
        !text.contains("poster.ts") && LoadPlaylist.parse(text).first() > seen.first(),
        WITHOUT_ITS_BEGINNING);
  }

  private void fetch(URI playlist, String segment) throws InterruptedException {
    HttpResponse<byte[]> answer = get(segments, playlist.resolve(segment), null);
    if (answer != null && answer.statusCode() == 200) {
      String digest = SegmentDigest.compute(ByteBuffer.wrap(answer.body())).toString();
      note(!segment.contains(digest), OTHER_BYTES);
    }
  }

  /** Null where there is no answer. */
  private @Nullable HttpResponse<byte[]> get(Outcomes outcomes, URI address, @Nullable String held)
      throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(TIMEOUT);
    if (held != null) {
      request.header("If-None-Match", held);
    }
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      outcomes.count(Integer.toString(answer.statusCode()));
      return answer;
    } catch (HttpTimeoutException e) {
      outcomes.count("no answer");
    } catch (IOException e) {
      outcomes.count("no connection");
    }
    return null;
  }

  private synchronized void note(boolean seen, String fault) {
    if (seen) {
      faults.add(fault);
    }
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
