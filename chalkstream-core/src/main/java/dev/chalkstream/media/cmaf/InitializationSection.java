package dev.chalkstream.media.cmaf;

import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.cmaf.CmafBoxes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an initialization section announces (section 3.1.2 of the HLS draft): the tracks of the
 * segments that follow. Immutable; it does not keep the bytes that it was read from.
 *
 * @param tracks the tracks, in their order, from 1 to {@value #MAX_TRACKS}, each with a number and
 *     a handler of its own
 */
public record InitializationSection(List<InitializationTrack> tracks) {

  /** No presentation has so many kinds of tracks. */
  static final int MAX_TRACKS = 16;

  /** Copies the list. */
  public InitializationSection {
    tracks = List.copyOf(tracks);
  }

  /**
   * Reads one: a file type and a movie that announces fragments, without samples, with at most one
   * track of a kind. Whether it is encrypted does not matter. Never throws on garbage; takes time
   * and memory in proportion to the length: at most 64 bytes for each byte, and 200,000 besides.
   *
   * @param bytes the section, from the buffer's position to its limit; the position is not moved
   * @return what it announces, or why it is refused
   */
  public static InitializationResult parse(ByteBuffer bytes) {
    try {
      Foreign.refuse(bytes);
      BoxReader reader = CmafBoxes.reader(bytes);
      var movie = new MovieReader(reader.boxes());
      Optional<String> error = reader.error();
      if (error.isPresent()) {
        return new InitializationResult.Refused(error.get());
      }
      return new InitializationResult.Recognized(movie.section());
    } catch (Defect e) {
      return new InitializationResult.Refused(e.sentence());
    }
  }

  /**
   * Finds a track.
   *
   * @param id its number
   * @return the track, or empty if there is none with that number
   */
  public Optional<InitializationTrack> track(long id) {
    return tracks.stream().filter(track -> track.id() == id).findFirst();
  }

  /**
   * Whether segments of the one can follow those of the other without a discontinuity (section
   * 4.4.4.3 of the HLS draft): both announce the same tracks, with the same codecs, sizes of
   * pictures, sample rates and channels. Their order does not matter.
   *
   * @param other the other section
   * @return true if so
   */
  public boolean isCompatibleWith(InitializationSection other) {
    return signature().equals(other.signature());
  }

  /**
   * What has to be the same for {@link #isCompatibleWith}, so that it can be kept instead of the
   * section.
   *
   * @return a line of text, equal to that of all sections that are compatible, such as {@code 1
   *     VIDEO avc1.64001f 1280x720; 2 AUDIO mp4a.40.2 48000/2}
   */
  public String signature() {
    return tracks.stream()
        .map(InitializationTrack::signature)
        .sorted()
        .collect(Collectors.joining("; "));
  }
}
