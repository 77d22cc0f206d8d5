package dev.chalkstream;

import dev.chalkstream.storage.BlobStore;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Collects what makes a {@link Chalkstream}; {@link Chalkstream#builder} begins. Not safe for use
 * by many threads. Do not implement it: later versions add methods.
 */
public interface ChalkstreamBuilder {

  /**
   * Sets where streams are kept.
   *
   * @param store the store; not closed by the instance
   * @return this
   */
  ChalkstreamBuilder store(BlobStore store);

  /**
   * Sets how new streams behave.
   *
   * @param policy the policy; {@link StreamPolicy#defaults()} if not set
   * @return this
   */
  ChalkstreamBuilder policy(StreamPolicy policy);

  /**
   * Sets where the time comes from. The system's clock tells the date and is corrected by that of
   * the store; how much time passes is counted apart from it ({@link System#nanoTime}), since it
   * may be set. Any other source does both: when it goes on by an hour, an hour has passed, and
   * when it is turned back, none. That is for tests.
   *
   * @param clock the source; the system's clock if not set
   * @return this
   */
  ChalkstreamBuilder clock(InstantSource clock);

  /**
   * Sets for how long what was read of a stream is shown, and so how much later viewers at this
   * instance may see what another instance has taken. What this instance takes itself, its viewers
   * see at once. It counts for half a target duration of the stream at most (half a second before
   * the first segment), whatever is set here.
   *
   * <p>This is guaranteed where several instances serve the same viewers: one who lets the refresh
   * interval pass between receiving a playlist and asking again is never shown an older one,
   * because each answer is as new as a read of the store that began within that interval before the
   * request. Players wait longer, a target duration after they began to load a playlist that was
   * new to them (section 6.3.4); for them it holds if loading took less than half of that. A viewer
   * who names the {@linkplain PlaylistSnapshot#entityTag() tag} of what it has, as browsers do by
   * themselves, may come again at once: it is shown nothing older. Since anybody can make up a tag,
   * an instance looks at the store for such viewers once in the refresh interval and for each
   * stream; those who come in between and have a newer playlist than it knows are told to keep that
   * ({@link Chalkstream#playlist(StreamId, java.util.Collection)} throws, and the servlets answer
   * 304), until the refresh interval has passed since they got it.
   *
   * <p>It holds as long as the store answers within a second, whatever the clocks do. The waiting
   * room goes by the date, which is the store's to a second: a viewer who names no tag may be shown
   * one showing earlier there. While the store is out of reach, each instance shows the last that
   * it knows, which may be less than another's; a viewer who names a newer one keeps that.
   *
   * @param refreshInterval zero or more; half a second if not set
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  ChalkstreamBuilder refreshInterval(Duration refreshInterval);

  /**
   * Sets what viewers see before the first segment.
   *
   * @param waitingRoom the waiting room; {@link WaitingRoom#standard()} if not set
   * @return this
   */
  ChalkstreamBuilder waitingRoom(WaitingRoom waitingRoom);

  /**
   * Sets who is told what happens to streams.
   *
   * @param listener the listener; {@link StreamListener#NONE} if not set
   * @return this
   */
  ChalkstreamBuilder listener(StreamListener listener);

  /**
   * Sets what counts and times what the instance does. It needs no {@linkplain #listener listener}
   * for that, and leaves its place to another.
   *
   * @param metrics the numbers, for this instance alone; none if not set
   * @return this
   * @throws IllegalArgumentException if {@link ChalkstreamMetrics#create} has not made them
   */
  ChalkstreamBuilder metrics(ChalkstreamMetrics metrics);

  /**
   * Sets what is done to playlists before they are handed out.
   *
   * @param customizer the customizer; {@link PlaylistCustomizer#NONE} if not set
   * @return this
   */
  ChalkstreamBuilder playlistCustomizer(PlaylistCustomizer customizer);

  /**
   * Sets how often the store is searched for what a node has left behind that died: streams that
   * are due and that nobody serves, and blobs older than a day that belong to nothing. The first
   * scan begins five minutes after the start, or this interval if it is shorter.
   *
   * <p>It bounds how late such a stream is completed, expires and is deleted: by the interval and
   * the length of one scan after the node has died, or by one interval more for each scan that the
   * store's fault has ended. Streams that this instance has taken uploads of or shown to viewers do
   * not wait for a scan: what is due there is done within a second.
   *
   * @param scanInterval from the end of a scan to the next, at least a minute; 6 hours if not set
   * @return this
   * @throws IllegalArgumentException if it is shorter than a minute
   */
  ChalkstreamBuilder scanInterval(Duration scanInterval);

  /**
   * Sets how many bytes of segments are kept in memory, those taken or asked for last, so that
   * viewers do not each cost a read of the store, and go on while it is out of reach. As many again
   * may be held by answers on their way. A segment of more than a quarter is not kept.
   *
   * @param hotSegmentBytes zero, for none, or more; if not set 64 MiB, or an eighth of the largest
   *     heap where that is less
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  ChalkstreamBuilder hotSegmentBytes(long hotSegmentBytes);

  /**
   * Makes the instance.
   *
   * @return an instance, ready for use
   */
  Chalkstream build();
}
