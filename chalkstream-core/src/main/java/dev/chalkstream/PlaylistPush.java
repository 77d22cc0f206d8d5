package dev.chalkstream;

import dev.chalkstream.internal.text.PushPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * A media playlist that an encoder pushes, read while it arrives: {@linkplain
 * Chalkstream#beginPlaylist begun}, fed with its bytes, and pushed when all of them have come.
 * Until then the stream is as it was.
 *
 * <p>Of a playlist of any length the newest 1,024 entries count, or as many of them as have names
 * of 64 KiB together. Nothing is kept of the others, so this takes some {@value
 * #MOST_BYTES_IN_MEMORY} bytes of memory at most. An entry with a name of more than 255 characters
 * is one whose segment does not come.
 *
 * <p>Not safe for use by many threads; by one after the other it is. Do not implement it: later
 * versions add methods.
 */
public interface PlaylistPush {

  /** About how many bytes of memory it takes at most, however long the playlist is. */
  int MOST_BYTES_IN_MEMORY = 512 << 10;

  /**
   * Which segments a playlist lists, to bring what an encoder pushes at the same time into an
   * order. Immutable.
   *
   * @param first the media sequence number of the first segment that counts
   * @param last the media sequence number of the last segment
   * @param files what their files are called, without directories
   */
  public record Listing(long first, long last, Set<String> files) {

    /**
     * Makes a listing.
     *
     * @param first the media sequence number of the first segment
     * @param last the media sequence number of the last segment
     * @param files what their files are called, without directories
     */
    public Listing {
      files = Set.copyOf(files);
    }

    /**
     * Whether it seems to name a segment, as far as that can be told without knowing its stream.
     * Directories do not count.
     *
     * @param segment what the encoder calls the segment
     * @return true if so
     */
    public boolean names(String segment) {
      return files.contains(PushPath.file(segment));
    }
  }

  /**
   * Reads the next bytes. They may end anywhere. After an exception this is of no more use.
   *
   * @param bytes the playlist as M3U8 in UTF-8, from the buffer's position to its limit
   * @return this
   * @throws SegmentRejectedException if it is no playlist, as soon as that shows
   */
  PlaylistPush feed(ByteBuffer bytes) throws SegmentRejectedException;

  /**
   * Ends the reading. Ending again changes nothing.
   *
   * @return what the playlist lists, as far as it counts; empty if it lists no segment, or is one
   *     of those of which {@link #push} takes nothing
   * @throws SegmentRejectedException if it is no playlist, or one of what cannot be taken
   */
  Optional<Listing> end() throws SegmentRejectedException;

  /**
   * Takes the playlist, now that all of it has been fed. Its segments are listed under their
   * numbers, as far as they have come, with the durations, discontinuities, dates and gaps that it
   * gives them; those that come later are listed then, or given up like any that is missing. At its
   * end the broadcast is over. One that brings nothing new changes nothing, and so does a
   * multivariant playlist of one variant, or a playlist of subtitles ({@code .vtt}). Ten minutes
   * after a broadcast has ended nothing is expected any more that was named and has not come.
   *
   * @return whether the stream is complete by now
   * @throws SegmentRejectedException if it is not taken, for a reason of its own
   * @throws NodeBusyException if too much is on its way to the store already
   * @throws IOException if the store is at fault; the same may be pushed again
   */
  boolean push() throws SegmentRejectedException, IOException;
}
