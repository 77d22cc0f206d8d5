package dev.chalkstream.histories;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An HLS encoder from its start to its end: makes segments, and after each a playlist of the last
 * few.
 */
final class Encoder {

  private static final int MIN_WINDOW = 3;
  private static final int MAX_WINDOW = 6;

  /** Something that it sends: a segment, or a playlist of several. */
  static final class Message {

    final Encoder encoder;
    final List<Chunk> chunks;
    final boolean isPlaylist;
    final boolean ended;

    private Message(Encoder encoder, List<Chunk> chunks, boolean isPlaylist, boolean ended) {
      this.encoder = encoder;
      this.chunks = List.copyOf(chunks);
      this.isPlaylist = isPlaylist;
      this.ended = ended;
    }

    /** The segment; the last, of a playlist. */
    Chunk chunk() {
      return chunks.get(chunks.size() - 1);
    }

    /** Whether an encoder that has got this across does not send the other any more. */
    boolean isOlderThan(Message other) {
      return encoder == other.encoder && !ended && chunk().sequence < other.chunk().sequence;
    }

    /** What a playlist says. */
    String text() {
      StringBuilder text = new StringBuilder("#EXTM3U\n");
      if (encoder.profile.targetSeconds() > 0) {
        text.append("#EXT-X-TARGETDURATION:").append(encoder.profile.targetSeconds()).append('\n');
      }
      text.append("#EXT-X-MEDIA-SEQUENCE:").append(encoder.number(chunks.get(0))).append('\n');
      for (Chunk chunk : chunks) {
        text.append("#EXTINF:").append(Duration.ofNanos(chunk.saidMicros * 1_000).toSeconds());
        text.append('.').append(String.format("%06d", chunk.saidMicros % 1_000_000));
        text.append(",\n").append(encoder.name(chunk)).append('\n');
      }
      return text.append(ended ? "#EXT-X-ENDLIST\n" : "").toString();
    }

    @Override
    public String toString() {
      return (isPlaylist ? "playlist to " : "segment ") + chunk() + (ended ? " and end" : "");
    }
  }

  final Page page;

  /** How it begins the names of its segments. */
  final String prefix;

  private final Profile profile;
  private final long base;
  private final int window;
  private final List<Chunk> chunks = new ArrayList<>();

  Encoder(int ordinal, String prefix, Profile profile, Random random) {
    this.prefix = prefix;
    this.page = new Page(ordinal, profile, random);
    this.profile = profile;
    this.base = random.nextInt(3) == 0 ? 1_000L * (1 + ordinal) : 0;
    this.window = MIN_WINDOW + random.nextInt(MAX_WINDOW - MIN_WINDOW + 1);
  }

  /** The next segment, and the playlist that names it. */
  List<Message> produce(long mark) {
    Chunk chunk = page.produce(mark);
    chunks.add(chunk);
    return List.of(new Message(this, List.of(chunk), false, false), playlist(false));
  }

  boolean hasProduced() {
    return !chunks.isEmpty();
  }

  /** Whether something may be stored of it that no playlist has surely named. */
  boolean leavesSomething() {
    return chunks.stream()
        .anyMatch(chunk -> chunk.attempts > 0 && !chunk.acknowledged && chunk.listings == 0);
  }

  boolean hasJustBegun() {
    return chunks.stream().filter(chunk -> chunk.listings > 0).count() < MAX_WINDOW;
  }

  Message playlist(boolean ended) {
    int from = Math.max(0, chunks.size() - window);
    return new Message(this, chunks.subList(from, chunks.size()), true, ended);
  }

  long number(Chunk chunk) {
    return base + chunk.sequence;
  }

  String name(Chunk chunk) {
    return prefix + number(chunk) + ".ts";
  }
}
