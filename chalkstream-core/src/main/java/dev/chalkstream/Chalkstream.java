package dev.chalkstream;

import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Live streams on a blob store: takes segments from broadcasters and hands playlists and segments
 * to viewers.
 *
 * <p>All state is in the store. Any number of instances, on any number of machines, may share one:
 * each can take any upload and serve any viewer. An instance keeps in memory what it has read: the
 * {@linkplain ChalkstreamBuilder#hotSegmentBytes latest segments}, and streams in a third of the
 * heap at most. Until it is closed it has threads that read the store and that complete, expire and
 * delete.
 *
 * <p>Safe for use by many threads. The methods block while the store is at work; where something
 * older is known, for a second at most. Of those that change streams, 128 at most are at work at
 * the same time, and 8 takedowns besides; one more is a {@link NodeBusyException}.
 *
 * <p>This is an interface so that a container such as CDI can put a proxy before it. Do not
 * implement it: later versions add methods.
 */
public interface Chalkstream extends AutoCloseable {

  /** The largest initialization section that is taken, in bytes. A usual one has about 1,000. */
  int MAX_INITIALIZATION_BYTES = 256 * 1024;

  /**
   * Begins an instance.
   *
   * @param store where streams are kept; not closed by the instance
   * @return a builder
   */
  static ChalkstreamBuilder builder(BlobStore store) {
    return Implementation.of(ChalkstreamBuilder.class).store(store);
  }

  /**
   * The policy of new streams.
   *
   * @return the policy
   */
  StreamPolicy policy();

  /**
   * Takes a segment. When this returns, the segment is stored, and listed or waiting for an earlier
   * one; the death of the process does not undo it. The same segment again changes nothing.
   *
   * @param upload the segment
   * @return what has become of it
   * @throws SegmentRejectedException if it is not taken, for a reason of its own
   * @throws NodeBusyException if too much is on its way to the store already
   * @throws IOException if the store is at fault; the same upload may be tried again
   */
  IngestResult ingest(SegmentUpload upload) throws SegmentRejectedException, IOException;

  /**
   * Takes an initialization section, which segments of fragmented MP4 need (section 3.1.2 of the
   * HLS draft). It is sent before the first of them, and names nothing by itself: no stream begins
   * with it. It is kept until what needed it is deleted, for some hours at least; the same section
   * again changes nothing.
   *
   * @param session whose stream it goes to
   * @param digest the SHA-256 of the body, by which {@linkplain SegmentUpload#initialization
   *     segments} name it
   * @param body the section, from the buffer's position to its limit, at most {@link
   *     #MAX_INITIALIZATION_BYTES} bytes
   * @throws SegmentRejectedException if it is not taken, for a reason of its own
   * @throws NodeBusyException if too much is on its way to the store already
   * @throws IOException if the store is at fault; the same may be sent again
   */
  void ingestInitialization(SessionId session, SegmentDigest digest, ByteBuffer body)
      throws SegmentRejectedException, IOException;

  /**
   * Takes a segment that an encoder pushes as HLS, under a name of the encoder's. It is listed when
   * a {@linkplain #pushPlaylist playlist} has named it, whichever of the two comes first. When this
   * returns, the segment is stored; the death of the process does not undo it. What no playlist
   * names is deleted after ten minutes, or after the retention if that is longer and others come;
   * where too much waits, the oldest goes first. The same segment again changes nothing.
   *
   * <p>A name that ends as one of fragmented MP4 does ({@code .m4s}, {@code .mp4}, {@code .m4v},
   * {@code .m4a}, {@code .cmfv}, {@code .cmfa}) may also be that of an initialization section,
   * which its bytes tell. It is pushed before the segments that need it, and is no sign of life.
   *
   * @param session whose stream it goes to
   * @param name what the encoder calls it
   * @param body the segment, from the buffer's position to its limit
   * @return what has become of it
   * @throws SegmentRejectedException if it is not taken, for a reason of its own
   * @throws NodeBusyException if too much is on its way to the store already
   * @throws IOException if the store is at fault; the same may be pushed again
   */
  IngestResult pushSegment(SessionId session, PushName name, ByteBuffer body)
      throws SegmentRejectedException, IOException;

  /**
   * Takes a segment as {@link #pushSegment(SessionId, PushName, ByteBuffer)} does.
   *
   * @param session whose stream it goes to
   * @param name what the encoder calls it, as {@link PushName#of} takes it
   * @param body the segment, from the buffer's position to its limit
   * @return what has become of it
   * @throws SegmentRejectedException if it is not taken, for a reason of its own
   * @throws IOException if the store is at fault; the same may be pushed again
   */
  default IngestResult pushSegment(SessionId session, String name, ByteBuffer body)
      throws SegmentRejectedException, IOException {
    return pushSegment(session, PushName.of(name), body);
  }

  /**
   * Begins to take a media playlist that an encoder pushes as HLS, in pieces as they arrive.
   *
   * @param session whose stream it describes
   * @param name what the encoder calls it; what it names is relative to that
   * @return takes the playlist's bytes, and then the playlist
   */
  PlaylistPush beginPlaylist(SessionId session, PushName name);

  /**
   * Takes a media playlist as {@link #beginPlaylist} does, from memory.
   *
   * @param session whose stream it describes
   * @param name what the encoder calls it
   * @param playlist the playlist as M3U8
   * @return whether the stream is complete by now
   * @throws IllegalArgumentException if the name is none, or too long
   * @throws SegmentRejectedException if it is not taken, for a reason of its own
   * @throws IOException if the store is at fault; the same may be pushed again
   */
  default boolean pushPlaylist(SessionId session, String name, String playlist)
      throws SegmentRejectedException, IOException {
    return pushPlaylist(session, name, StandardCharsets.UTF_8.encode(playlist));
  }

  /**
   * Takes a media playlist as {@link #beginPlaylist} does, from its bytes in UTF-8.
   *
   * @param session whose stream it describes
   * @param name what the encoder calls it
   * @param playlist the playlist, from the buffer's position to its limit
   * @return whether the stream is complete by now
   * @throws SegmentRejectedException if it is not taken, for a reason of its own
   * @throws IOException if the store is at fault; the same may be pushed again
   */
  default boolean pushPlaylist(SessionId session, String name, ByteBuffer playlist)
      throws SegmentRejectedException, IOException {
    return beginPlaylist(session, PushName.of(name)).feed(playlist.slice()).push();
  }

  /**
   * Begins to take a track of CMAF that an encoder pushes, in pieces as they arrive: the body of
   * one request of DASH-IF Live Media Ingest, interface 1, be it a header, a segment, or a track
   * that goes on for hours. What is in the segments tells where they belong; the number in the name
   * does not count. A stream lists one track.
   *
   * @param session whose stream it goes to
   * @param name the path to which it is pushed, which names the track: {@code Streams(video.cmfv)},
   *     {@code chunk-stream0-00001.m4s}
   * @return takes the body's bytes
   */
  TrackPush beginTrack(SessionId session, PushName name);

  /**
   * Announces in which container the segments of a stream are going to come, so that viewers who
   * come before the first of them see the {@linkplain WaitingRoom poster} of that. A stream of
   * which nothing is listed or waits can be announced again.
   *
   * @param session the broadcaster's session
   * @param container the container
   * @throws SegmentRejectedException if the stream has segments of another container
   * @throws NodeBusyException if too much is on its way to the store already
   * @throws IOException if the store is at fault; the same may be sent again
   */
  void announce(SessionId session, Container container)
      throws SegmentRejectedException, IOException;

  /**
   * Ends a broadcast at once: the playlist gets its end mark. A later segment under the same
   * session resumes it. Completing what is complete, or was never started, changes nothing.
   *
   * @param session the broadcaster's session
   * @throws NodeBusyException if too much is on its way to the store already
   * @throws IOException if the store is at fault
   */
  void complete(SessionId session) throws IOException;

  /**
   * The playlist of a stream.
   *
   * @param stream the stream
   * @return the playlist as of the latest revision that this instance knows; before the first
   *     segment, the waiting room's; or empty, if that is closed, or if the stream has expired and
   *     nothing was listed since ({@link #status} tells which)
   * @throws IOException if the store is at fault and this instance knows no earlier playlist
   */
  default Optional<PlaylistSnapshot> playlist(StreamId stream) throws IOException {
    return playlist(stream, List.of());
  }

  /**
   * The playlist of a stream, for a viewer who has one already. It is not older than that, however
   * soon the viewer comes again and whichever instances it asks, unless the store itself has gone
   * back.
   *
   * @param stream the stream
   * @param held the {@linkplain PlaylistSnapshot#entityTag() tags} of the playlists of this stream
   *     that the viewer has; what is no such tag is passed over
   * @return the playlist, as for any viewer
   * @throws IOException if the store is at fault and this instance knows no playlist as new as the
   *     viewer's; or if it knows none, and has looked for one within the {@linkplain
   *     ChalkstreamBuilder#refreshInterval refresh interval} already, since anybody can make up a
   *     tag. A viewer who has one is best left with it
   */
  Optional<PlaylistSnapshot> playlist(StreamId stream, Collection<String> held) throws IOException;

  /**
   * Opens a stored segment.
   *
   * @param stream the stream
   * @param name the segment; a plain name leads to the one stored last, at the cost of a listing
   * @param range which bytes of it
   * @return the segment, which the caller closes, or empty if there is none of that name, or it is
   *     known to be damaged; such a one is a gap in the playlists of this instance
   * @throws NodeBusyException if too many segments are being looked for by plain names
   * @throws IOException if the store is at fault. The body of a segment whose damage shows while it
   *     is read throws too; the bytes that were read are not to be used
   */
  Optional<Blob> segment(StreamId stream, SegmentName name, ByteRange range) throws IOException;

  /**
   * Where a segment lies in the store if it is there, to send viewers to a server that reads the
   * same store, such as a CDN. The store is not asked.
   *
   * @param stream the stream
   * @param name the segment
   * @return its key, or empty for a plain name, under which nothing is stored; so is the filler
   *     behind the address of a gap, which instances make up
   */
  Optional<BlobKey> segmentKey(StreamId stream, SegmentName name);

  /**
   * Tells how a stream is doing.
   *
   * @param stream the stream
   * @return its status; an unknown stream is {@linkplain StreamStatus.State#WAITING waiting}, one
   *     whose manifest cannot be read {@linkplain StreamStatus.State#DAMAGED damaged}
   * @throws IOException if the store is at fault
   */
  StreamStatus status(StreamId stream) throws IOException;

  /**
   * The streams that the store knows, in the order of their ids: live ones, complete ones, and the
   * tombstones of those that have expired. One that has not begun is not among them. One whose
   * manifest cannot be read is, as {@linkplain StreamStatus.State#DAMAGED damaged}.
   *
   * <p>The view is lazy, but not free. It goes through the listing of the whole store, segments
   * included, as far as it is read: on an object store, a call for every thousand blobs. The
   * listing tells which manifests have changed, so a stream costs a read only if it has changed
   * since this instance saw it last, in whatever way; what this instance serves and what has long
   * been over cost none. To watch the same streams, keep their ids, and ask for the {@link #status}
   * of each. A stream that begins while the listing is read may show or not.
   *
   * @return the streams with their status, as it is when each is reached; the caller closes it. Its
   *     operations throw {@link java.io.UncheckedIOException} if the store is at fault on the way
   * @throws IOException if the store is at fault
   */
  Stream<StreamStatus> streams() throws IOException;

  /**
   * Takes a stream down: it ends and expires at once, whatever its retention, and its segments are
   * deleted without waiting for players that hold an older playlist. Its tombstone stays, so that
   * its numbers never go back. Taking down what was taken down, or has expired, deletes what is
   * left of it.
   *
   * <p>From then on this instance has no playlist and no segment of the stream. Other instances
   * show the playlist for no longer than the {@linkplain ChalkstreamBuilder#refreshInterval refresh
   * interval}, and forget segments that they have in memory when they next look at the stream,
   * after 5 minutes at the latest. What caches in front of them hold is out of reach.
   *
   * <p>A broadcaster who goes on resumes the stream, with the very next segment: its right to
   * publish must be withdrawn first, for example by an authorizer of uploads. An upload that is on
   * its way meanwhile counts as such a resumption, or is among what is deleted.
   *
   * <p>A stream that is {@linkplain StreamStatus.State#DAMAGED damaged} is taken down by what the
   * store lists of it. Its numbers are lost; the tombstone has greater ones than any that it can
   * have had.
   *
   * <p>It takes as long as deleting takes, for a long recording minutes. If the node dies on the
   * way, the end is written and another instance deletes the rest: one that serves the stream
   * within seconds, else the next that scans the store.
   *
   * @param stream the stream
   * @return whether the store knows it; if not, nothing happens
   * @throws NodeBusyException if eight streams are being taken down here already
   * @throws IOException if the store is at fault; the stream may have ended or not, and if it has,
   *     what is left is deleted in the background. The same may be asked for again
   */
  boolean delete(StreamId stream) throws IOException;

  /**
   * A file of the waiting room's clips, to which its playlists refer as {@code ../poster.ts}, or as
   * {@code ../poster.m4s} and its initialization section {@code ../poster.mp4}.
   *
   * @param file which of them
   * @return the file, or empty if the waiting room is closed or has none of that kind
   */
  Optional<BlobContent> poster(MediaFile file);

  /**
   * How many events the {@linkplain StreamListener listener} was not told, because too many waited
   * for it already.
   *
   * @return the number since this instance was made
   */
  long droppedEvents();

  /**
   * Ends the work in the background, and waits some seconds at most until its threads are gone. The
   * store stays open. Closing again does nothing, and a listener may close too.
   */
  @Override
  void close();
}
