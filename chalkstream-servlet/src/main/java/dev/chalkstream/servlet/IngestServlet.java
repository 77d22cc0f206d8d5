package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;

/**
 * The broadcasters' side alone, for an application that keeps it apart: {@code PUT
 * /{session}/{digest}.ts}, {@code POST /{session}/complete}, and what encoders push as HLS, below
 * the mapping, which is {@code /ingest/*} by custom.
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
 *   <li>{@code chalkstream.upload-timeout}: how many seconds one upload may take, from its headers
 *       to its answer; 60 if not set. It holds for servlets made from code too
 *   <li>{@code chalkstream.max-upload-bytes}: how many bytes of uploads may be in memory, from all
 *       clients together; a quarter of the heap if not set
 *   <li>{@code chalkstream.max-uploads-per-minute}: how many segments and playlists a session may
 *       send in a minute; any number if not set
 *   <li>{@code chalkstream.max-live-streams}: how many streams may be live at once; any number if
 *       not set
 *   <li>{@code chalkstream.ingest-token}: a token that broadcasters must present, as Bearer or as
 *       the password of Basic with any user name; if not set, knowing a session id is enough
 *   <li>{@code chalkstream.cors-origins}: the origins whose pages may use this, between commas;
 *       {@code *} for any, which is also so if it is not set; {@code none} to send no CORS headers
 * </ul>
 *
 * <p>Servlets of one web application that name the same store share one {@code Chalkstream}. A
 * parameter that is missing or makes no sense is a {@code ServletException} when the servlet
 * starts.
 *
 * <p>Register it with {@code async-supported}, and no thread is held for a slow network. Without,
 * it works all the same with one thread a request; the time limit of uploads does not hold then,
 * and one whose store hangs ends when the store's own time-outs end it.
 */
public final class IngestServlet extends WireServlet {

  private static final long serialVersionUID = 1L;

  /** Called by the container, for a servlet that goes by its init-parameters. */
  public IngestServlet() {
    super(Route::ingest, null);
  }

  /**
   * Serves an instance that the application has made, from everyone and for pages of any origin.
   *
   * @param chalkstream the instance; not closed by the servlet
   */
  public IngestServlet(Chalkstream chalkstream) {
    this(chalkstream, IngestAuthorizer.ALLOW_ALL, CorsPolicy.anyOrigin());
  }

  /**
   * Serves an instance that the application has made.
   *
   * @param chalkstream the instance; not closed by the servlet
   * @param authorizer decides who may publish
   * @param cors which web pages may use this
   */
  public IngestServlet(Chalkstream chalkstream, IngestAuthorizer authorizer, CorsPolicy cors) {
    this(chalkstream, ServletOptions.builder().ingest(authorizer).cors(cors).build());
  }

  /**
   * Serves an instance that the application has made.
   *
   * @param chalkstream the instance; not closed by the servlet
   * @param options who may do what, and how much of it
   * @throws IllegalArgumentException if the options leave uploads less memory than the largest
   *     segment takes
   */
  public IngestServlet(Chalkstream chalkstream, ServletOptions options) {
    super(Route::ingest, new Wiring(chalkstream, options));
  }
}
