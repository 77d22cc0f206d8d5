package dev.chalkstream;

import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.hls.PlaylistReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
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
 * <p>Not safe for use by many threads; by one after the other it is.
 */
public final class PlaylistPush {

  /** About how many bytes of memory it takes at most, however long the playlist is. */
  public static final int MOST_BYTES_IN_MEMORY = 512 << 10;

  private static final byte TRANSPORT_STREAM_SYNC = 0x47;

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

    private static Listing of(PushedPlaylist said) {
      Set<String> files = new HashSet<>();
      said.entries().forEach(entry -> files.add(PushPath.file(entry.path())));
      return new Listing(said.firstSequence(), said.lastSequence(), files);
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

  /** What is done with a playlist that has been read. */
  @FunctionalInterface
  interface Taker {
    boolean take(PushedPlaylist playlist) throws SegmentRejectedException, IOException;
  }

  private final PushName name;
  private final Taker taker;
  private final PushedEntries entries;
  private final PlaylistReader reader;
  private Optional<PushedPlaylist> playlist = Optional.empty();
  private boolean begun;
  private boolean ended;

  /**
   * Begins before the first byte.
   *
   * @param name what the encoder calls it
   */
  PlaylistPush(PushName name, Taker taker) {
    this.name = name;
    this.taker = taker;
    this.entries = new PushedEntries(name.value());
    this.reader = PlaylistReader.begin(entries);
  }

  /**
   * Reads the next bytes. They may end anywhere. After an exception this is of no more use.
   *
   * @param bytes the playlist as M3U8 in UTF-8, from the buffer's position to its limit
   * @return this
   * @throws SegmentRejectedException if it is no playlist, as soon as that shows
   */
  public PlaylistPush feed(ByteBuffer bytes) throws SegmentRejectedException {
    if (!begun && bytes.hasRemaining()) {
      begun = true;
      checkKind(bytes.get(bytes.position()));
    }
    try {
      reader.feed(bytes);
    } catch (IllegalArgumentException e) {
      throw PushedPlaylist.noPlaylist(e);
    }
    return this;
  }

  /** ffmpeg puts the number of a segment before the last dot of its address, query and all. */
  private static void checkKind(byte first) throws SegmentRejectedException {
    if (first == TRANSPORT_STREAM_SYNC) {
      throw new SegmentRejectedException(
          Reason.NOT_A_PLAYLIST,
          "the body is an MPEG transport stream under the name of a playlist. ffmpeg names segments"
              + " so where the address of the playlist has a query, such as '?token=': name them"
              + " by -hls_segment_filename, with the number before the query, and send a token"
              + " in a header, by -headers 'Authorization: Bearer TOKEN'");
    }
  }

  /**
   * Ends the reading. Ending again changes nothing.
   *
   * @return what the playlist lists, as far as it counts; empty if it lists no segment, or is one
   *     of those of which {@link #push} takes nothing
   * @throws SegmentRejectedException if it is no playlist, or one of what cannot be taken
   */
  public Optional<Listing> end() throws SegmentRejectedException {
    finish();
    return playlist.filter(said -> !said.isEmpty()).map(Listing::of);
  }

  private void finish() throws SegmentRejectedException {
    if (!ended) {
      try {
        playlist = PushedPlaylist.of(name.value(), reader.end(), entries);
      } catch (IllegalArgumentException e) {
        throw PushedPlaylist.noPlaylist(e);
      }
      ended = true;
    }
  }

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
  public boolean push() throws SegmentRejectedException, IOException {
    finish();
    return playlist.isPresent() && taker.take(playlist.get());
  }
}
