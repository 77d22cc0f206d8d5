package dev.chalkstream.internal.push;

import dev.chalkstream.PlaylistPush;
import dev.chalkstream.PushName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.hls.PlaylistReader;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.text.PushPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads a pushed playlist while it arrives, and hands it on. Not safe for use by many threads. */
public final class PushedPlaylistReader implements PlaylistPush {

  private static final byte TRANSPORT_STREAM_SYNC = 0x47;

  /** What is done with a playlist that has been read. */
  @FunctionalInterface
  public interface Taker {

    /** Takes the playlist, and tells whether the stream is complete by now. */
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
   * @param taker is given the playlist when it is pushed
   */
  public PushedPlaylistReader(PushName name, Taker taker) {
    this.name = name;
    this.taker = taker;
    this.entries = new PushedEntries(name.value());
    this.reader = PlaylistReader.begin(entries);
  }

  /**
   * Reads a playlist.
   *
   * @return the playlist, or empty for one that says nothing of a stream: a multivariant playlist
   *     of one variant, or one of subtitles
   * @throws SegmentRejectedException if it is no playlist, or one of what cannot be taken
   */
  public static Optional<PushedPlaylist> read(String path, String text)
      throws SegmentRejectedException {
    var reader = new PushedPlaylistReader(PushName.of(path), playlist -> false);
    reader.feed(StandardCharsets.UTF_8.encode(text));
    reader.finish();
    return reader.playlist;
  }

  @Override
  public PushedPlaylistReader feed(ByteBuffer bytes) throws SegmentRejectedException {
    if (!begun && bytes.hasRemaining()) {
      begun = true;
      checkKind(bytes.get(bytes.position()));
    }
    try {
      reader.feed(bytes);
    } catch (IllegalArgumentException e) {
      throw noPlaylist(e);
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

  @Override
  public Optional<Listing> end() throws SegmentRejectedException {
    finish();
    return playlist.filter(said -> !said.isEmpty()).map(PushedPlaylistReader::listing);
  }

  private static Listing listing(PushedPlaylist said) {
    Set<String> files = new HashSet<>();
    said.entries().forEach(entry -> files.add(PushPath.file(entry.path())));
    return new Listing(said.firstSequence(), said.lastSequence(), files);
  }

  private void finish() throws SegmentRejectedException {
    if (!ended) {
      try {
        playlist = of(name.value(), reader.end(), entries);
      } catch (IllegalArgumentException e) {
        throw noPlaylist(e);
      }
      ended = true;
    }
  }

  @Override
  public boolean push() throws SegmentRejectedException, IOException {
    finish();
    return playlist.isPresent() && taker.take(playlist.get());
  }

  /**
   * What has been read of a playlist.
   *
   * @throws IllegalArgumentException if that is no media playlist
   */
  private static Optional<PushedPlaylist> of(
      String path, PlaylistReader playlist, PushedEntries entries) throws SegmentRejectedException {
    if (playlist.variants() > 1) {
      throw new SegmentRejectedException(
          Reason.SEVERAL_VARIANTS,
          "the playlist has "
              + playlist.variants()
              + " variants, and a stream has one: push each under a session of its own");
    }
    if (playlist.hasSeparateAudio()) {
      throw new SegmentRejectedException(Reason.SEPARATE_AUDIO, PushedPlaylist.SEPARATE_AUDIO);
    }
    if (playlist.variants() == 1 || entries.areSubtitles()) {
      return Optional.empty();
    }
    if (playlist.isMultivariant()) {
      throw new IllegalArgumentException("a multivariant playlist, and no media playlist");
    }
    return Optional.of(
        new PushedPlaylist(
            path,
            targetSeconds(playlist, entries),
            playlist.ended(),
            entries.from(playlist.mediaSequence())));
  }

  /** What the playlist says, or more if its segments need more, as far as that makes sense. */
  private static int targetSeconds(PlaylistReader playlist, PushedEntries entries) {
    int needed = TargetDuration.round(entries.longest()).seconds();
    return playlist
        .statedTargetDuration()
        .map(stated -> Math.max(stated.seconds(), needed))
        .orElse(needed);
  }

  private static SegmentRejectedException noPlaylist(IllegalArgumentException why) {
    return new SegmentRejectedException(
        Reason.NOT_A_PLAYLIST, "the body is not a media playlist: " + why.getMessage());
  }
}
