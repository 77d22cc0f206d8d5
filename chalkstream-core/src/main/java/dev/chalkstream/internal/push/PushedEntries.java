package dev.chalkstream.internal.push;

import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.hls.MediaMap;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedTags;
import dev.chalkstream.internal.manifest.SegmentDurations;
import dev.chalkstream.internal.text.PushPath;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a pushed playlist names while it is read: of any number of entries, the newest.
 * Nothing is kept of the others. Not safe for use by many threads.
 */
final class PushedEntries implements Consumer<MediaSegment> {

  private static final Instant FIRST_DATE = Instant.EPOCH;
  private static final Instant LAST_DATE = Instant.parse("9999-01-01T00:00:00Z");
  private static final Set<String> PARTIAL = Set.of("#EXT-X-MAP", "#EXT-X-BYTERANGE");
  private static final String KEY = "#EXT-X-KEY:";

  private final String playlist;

  /** Numbered by their places in the playlist. */
  private final Deque<PushedEntry> newest = new ArrayDeque<>();

  private final NewestTags tags = new NewestTags();

  private long count;
  private long subtitles;
  private int nameBytes;
  private Duration longest = Duration.ZERO;
  private @Nullable String unsupported;

  /**
   * Begins with none.
   *
   * @param playlist what the encoder calls the playlist
   */
  PushedEntries(String playlist) {
    this.playlist = playlist;
  }

  /** Takes the next entry. */
  @Override
  public void accept(MediaSegment segment) {
    Duration duration = duration(segment);
    longest = duration.compareTo(longest) > 0 ? duration : longest;
    segment.tags().forEach(this::check);
    segment.map().filter(map -> map.range().isPresent()).ifPresent(this::refuse);
    tags.add(count, PushedTags.of(segment.tags()));
    newest.addLast(
        new PushedEntry(
            count++,
            PushPath.resolve(playlist, segment.uri()),
            duration,
            segment.discontinuity(),
            segment.gap(),
            segment
                .programDateTime()
                .filter(date -> !date.isBefore(FIRST_DATE) && date.isBefore(LAST_DATE))
                .map(date -> date.truncatedTo(ChronoUnit.MICROS))
                .orElse(null),
            PushedTags.NONE,
            segment.map().map(map -> PushPath.resolve(playlist, map.uri())).orElse(null)));
    subtitles += PushPath.isOfSubtitles(newest.getLast().path()) ? 1 : 0;
    nameBytes += newest.getLast().nameBytes();
    while (newest.size() > PushedPlaylist.MAX_ENTRIES
        || nameBytes > PushedPlaylist.MAX_NAME_BYTES) {
      nameBytes -= newest.removeFirst().nameBytes();
    }
  }

  /** What no segment may play for is as good as nothing. */
  private static Duration duration(MediaSegment segment) {
    Duration said = segment.duration();
    return said.compareTo(SegmentUpload.MAX_DURATION) > 0 ? SegmentDurations.UNKNOWN : said;
  }

  /** The longest duration of all entries that were read and that makes sense. */
  Duration longest() {
    return longest;
  }

  /** Whether all that is named are subtitles, so that the playlist says nothing of a stream. */
  boolean areSubtitles() {
    return count > 0 && subtitles == count;
  }

  private void refuse(MediaMap part) {
    unsupported = unsupported == null ? part.toString() : unsupported;
  }

  private void check(String tag) {
    int colon = tag.indexOf(':');
    String name = colon < 0 ? tag : tag.substring(0, colon);
    boolean encrypted = tag.startsWith(KEY) && !tag.contains("METHOD=NONE");
    if (unsupported == null && (encrypted || PARTIAL.contains(name))) {
      unsupported = name;
    }
  }

  /**
   * The newest entries.
   *
   * @param first the number of the first entry that was read
   * @return the entries with their numbers
   * @throws SegmentRejectedException if one of all is no whole file that can be played as it is
   * @throws IllegalArgumentException if the numbers are too large
   */
  List<PushedEntry> from(long first) throws SegmentRejectedException {
    if (unsupported != null) {
      throw new SegmentRejectedException(
          Reason.UNSUPPORTED_PLAYLIST,
          "segments, and the initialization sections that EXT-X-MAP names, are whole files and not"
              + " encrypted (ffmpeg: without '-hls_flags single_file', '-hls_enc' and"
              + " '-hls_key_info_file'); the playlist says "
              + unsupported);
    }
    if (first > SegmentUpload.MAX_SEQUENCE - count) {
      throw new IllegalArgumentException("its numbers are too large");
    }
    List<PushedEntry> entries = new ArrayList<>(newest.size());
    for (PushedEntry entry : newest) {
      PushedTags marks = tags.take(entry.sequence());
      entries.add(entry.tagged(marks).numbered(first + entry.sequence()));
    }
    return entries;
  }
}
