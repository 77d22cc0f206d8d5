package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;

/**
 * Segments alone: {@code GET /{streamId}/{name}.ts} below the mapping, which is {@code /chunk/*},
 * beside that of the {@link PlaylistServlet}.
 *
 * <p>There are two ways to set it up. From code, an application makes a {@link Chalkstream}, gives
 * it to a constructor and closes it when the servlet is gone. From a {@code web.xml}, these
 * init-parameters say what to do; where one is absent, the context-parameter of the same name does:
 *
 * <ul>
 *   <li>{@code chalkstream.store}: the URI of the store, such as {@code
 *       file:///var/lib/chalkstream}; required
 *   <li>{@code chalkstream.retention}: for how many minutes a segment is kept, 0 for ever
 *   <li>{@code chalkstream.completion-timeout}: after how many seconds of silence a stream is over
 *   <li>{@code chalkstream.max-segment-bytes}: the size of the largest segment that is taken
 *   <li>{@code chalkstream.waiting-room}: what viewers see who come before the first segment:
 *       {@code ts}, which is also so if it is not set, for a clip in MPEG-TS; {@code cmaf} for one
 *       in CMAF; {@code off} for an answer of 404
 *   <li>{@code chalkstream.playback-token}: a bearer token that viewers must present; if not set,
 *       knowing a stream id is enough
 *   <li>{@code chalkstream.segment-base}: the public address under which the store's blobs can be
 *       had, such as a content delivery network's; viewers are sent there for segments. If not set,
 *       the servlet serves them
 *   <li>{@code chalkstream.cors-origins}: the origins whose pages may use this, between commas;
 *       {@code *} for any, which is also so if it is not set; {@code none} to send no CORS headers
 * </ul>
 *
 * <p>Servlets of one web application that name the same store share one {@code Chalkstream}. A
 * parameter that is missing or makes no sense is a {@code ServletException} when the servlet
 * starts.
 *
 * <p>Register it with {@code async-supported}, and no thread is held for a slow network. Without,
 * it works all the same with one thread a request.
 */
public final class SegmentServlet extends WireServlet {

  private static final long serialVersionUID = 1L;

  /** Called by the container, for a servlet that goes by its init-parameters. */
  public SegmentServlet() {
    super(Route::segment, null);
  }

  /**
   * Serves an instance that the application has made, to everyone and for pages of any origin.
   *
   * @param chalkstream the instance; not closed by the servlet
   */
  public SegmentServlet(Chalkstream chalkstream) {
    this(chalkstream, CorsPolicy.anyOrigin());
  }

  /**
   * Serves an instance that the application has made.
   *
   * @param chalkstream the instance; not closed by the servlet
   * @param cors which web pages may use this
   */
  public SegmentServlet(Chalkstream chalkstream, CorsPolicy cors) {
    this(chalkstream, cors, SegmentRedirect.none());
  }

  /**
   * Serves an instance that the application has made, or sends viewers elsewhere.
   *
   * @param chalkstream the instance; not closed by the servlet
   * @param cors which web pages may use this
   * @param redirect where viewers are sent for segments
   */
  public SegmentServlet(Chalkstream chalkstream, CorsPolicy cors, SegmentRedirect redirect) {
    this(chalkstream, ServletOptions.builder().cors(cors).segmentRedirect(redirect).build());
  }

  /**
   * Serves an instance that the application has made.
   *
   * @param chalkstream the instance; not closed by the servlet
   * @param options who may do what, and how much of it
   * @throws IllegalArgumentException if the options leave uploads less memory than the largest
   *     segment takes
   */
  public SegmentServlet(Chalkstream chalkstream, ServletOptions options) {
    super(Route::segment, new Wiring(chalkstream, options));
  }
}
