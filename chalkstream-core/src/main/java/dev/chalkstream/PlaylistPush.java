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

  /** What is done with a playlist that has been read. */
  @FunctionalInterface
  interface Taker {
    boolean take(PushedPlaylist playlist) throws SegmentRejectedException, IOException;
  }

  private final String path;
  private final Taker taker;
  private final PushedEntries entries;
  private final PlaylistReader reader;
  private final Set<String> names = new HashSet<>();
  private Optional<PushedPlaylist> playlist = Optional.empty();
  private long length;
  private boolean begun;
  private boolean ended;

  /**
   * Begins before the first byte.
   *
   * @param path what the encoder calls it
   */
  PlaylistPush(String path, Taker taker) {
    this.path = path;
    this.taker = taker;
    this.entries = new PushedEntries(path);
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
    length += bytes.remaining();
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
   * @return this, which says by now what the playlist is about
   * @throws SegmentRejectedException if it is no playlist, or one of what cannot be taken
   */
  public PlaylistPush end() throws SegmentRejectedException {
    if (!ended) {
      try {
        playlist = PushedPlaylist.of(path, reader.end(), entries);
      } catch (IllegalArgumentException e) {
        throw PushedPlaylist.noPlaylist(e);
      }
      ended = true;
      playlist.ifPresent(said -> said.entries().forEach(entry -> names.add(base(entry.path()))));
    }
    return this;
  }

  /**
   * How many bytes have been read.
   *
   * @return the number of bytes
   */
  public long length() {
    return length;
  }

  /**
   * What the encoder calls it.
   *
   * @return the name
   */
  public String path() {
    return path;
  }

  /**
   * The media sequence number of the first segment that counts.
   *
   * @return the number, or -1 if there is none, or the playlist has not been {@linkplain #end
   *     ended}
   */
  public long firstSequence() {
    return playlist.filter(said -> !said.isEmpty()).map(PushedPlaylist::firstSequence).orElse(-1L);
  }

  /**
   * The media sequence number of the last segment.
   *
   * @return the number, or -1 if there is none, or the playlist has not been {@linkplain #end
   *     ended}
   */
  public long lastSequence() {
    return playlist.filter(said -> !said.isEmpty()).map(PushedPlaylist::lastSequence).orElse(-1L);
  }

  /**
   * Whether it seems to name a segment, as far as that can be told without knowing its stream.
   * Directories do not count.
   *
   * @param name what the encoder calls the segment
   * @return true if so; false if the playlist has not been {@linkplain #end ended}
   */
  public boolean names(String name) {
    return names.contains(base(name));
  }

  private static String base(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
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
    Optional<PushedPlaylist> said = end().playlist;
    return said.isPresent() && taker.take(said.get());
  }
}
