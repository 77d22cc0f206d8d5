package dev.chalkstream.example.live;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * One player: asks for its playlist every target duration, or half of it where nothing was new (RFC
 * 8216, section 6.3.4), fetches each segment once, and checks everything. It waits on no thread;
 * one step follows the other.
 */
final class LoadViewer {

  private static final Duration TARGET = Duration.ofSeconds(2);

  /** How far behind the newest segment a player begins. */
  private static final int BEHIND = 3;

  private final LoadAudience audience;
  private final URI address;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private @Nullable String tag;
  private LoadPlaylist seen = LoadPlaylist.NONE;
  private final List<String> fetched = new CopyOnWriteArrayList<>();
  private long next = -1;

  LoadViewer(LoadAudience audience, URI address) {
    this.audience = audience;
    this.address = address;
  }

  /** Done when it has seen the end of its stream. */
  CompletableFuture<Void> end() {
    return end;
  }

  /** The addresses of the segments that it has fetched, in their order. */
  List<String> fetched() {
    return fetched;
  }

  URI address() {
    return address;
  }

  void poll() {
    long begun = System.nanoTime();
    audience
        .get(this, LoadFigures.Kind.PLAYLIST, address, tag)
        .thenCompose(this::take)
        .whenComplete((changed, failure) -> goOn(begun, changed, failure));
  }

  private void goOn(long begun, @Nullable Boolean changed, @Nullable Throwable failure) {
    if (failure != null) {
      audience.figures().error(address.getPath() + ": " + failure);
    }
    if (seen.over() && next == seen.end()) {
      end.complete(null);
      return;
    }
    Duration pause = Boolean.TRUE.equals(changed) ? TARGET : TARGET.dividedBy(2);
    audience.later(begun + pause.toNanos() - System.nanoTime(), this::poll);
  }

  /** Takes what an answer brings; says whether there was something new. */
  private CompletableFuture<Boolean> take(ContentResponse answer) {
    if (answer.getStatus() == 304) {
      audience.figures().unchanged();
      return CompletableFuture.completedFuture(false);
    }
    check(answer.getStatus() == 200, "the playlist is answered " + answer.getStatus());
    String text = new String(answer.getContent(), StandardCharsets.UTF_8);
    LoadPlaylist playlist = LoadPlaylist.parse(text);
    check(playlist.whole(), "a gap or a break in " + text);
    check(playlist.follows(seen), "went back or skips, to " + text);
    boolean changed = playlist.end() > seen.end() || playlist.over();
    seen = playlist;
    tag = answer.getHeaders().get(HttpHeader.ETAG);
    next = next < 0 ? Math.max(playlist.first(), playlist.end() - BEHIND) : next;
    return fetch().thenApply(done -> changed);
  }

  /** All that is new, one after the other. */
  private CompletableFuture<Void> fetch() {
    if (next == seen.end()) {
      return CompletableFuture.completedFuture(null);
    }
    String segment = seen.segment(next);
    return audience
        .get(this, LoadFigures.Kind.SEGMENT, address.resolve(segment), null)
        .thenCompose(
            answer -> {
              check(answer.getStatus() == 200, segment + " is answered " + answer.getStatus());
              check(audience.isNamed(segment, answer.getContent()), segment + " has other bytes");
              audience.figures().fetched(answer.getContent().length);
              fetched.add(segment);
              next++;
              return fetch();
            });
  }

  private static void check(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalStateException(complaint);
    }
  }
}
