package dev.chalkstream.example.live;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.StreamId;
import dev.chalkstream.servlet.ChalkstreamServlet;
import dev.chalkstream.servlet.IngestAuthorizer;
import dev.chalkstream.servlet.PageHeadersFilter;
import dev.chalkstream.servlet.ServletOptions;
import dev.chalkstream.servlet.ViewerCounts;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;

/** What is to be found under which path. */
final class Mounts {

  private static final String ASSETS = "/assets/*";
  private static final String LIBRARY = "/chalkstream/*";

  private final ServerConfig config;
  private final Chalkstream chalkstream;
  private final InstantSource clock;
  private final ViewerCounts viewers;

  Mounts(ServerConfig config, Chalkstream chalkstream, InstantSource clock) {
    this.config = config;
    this.chalkstream = chalkstream;
    this.clock = clock;
    this.viewers = ViewerCounts.of(clock, request -> !isPreview(request));
  }

  /**
   * Makes the application.
   *
   * @param demoStream the stream that the front page leads to, if there is one
   * @param monitoring the numbers to show, if any
   */
  ServletContextHandler context(Optional<StreamId> demoStream, Optional<Monitoring> monitoring) {
    ServletHolder pages = new ServletHolder(new PagesServlet(demoStream));
    ServletContextHandler context = new ServletContextHandler();
    // Of what is ambiguous, only double slashes get here.
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.addServlet(streams(), "/");
    context.addServlet(pages, "");
    context.addServlet(pages, "/broadcast");
    context.addServlet(pages, "/play/*");
    config
        .operatorToken()
        .ifPresent(
            token -> {
              context.addServlet(operatorApi(token), "/api/streams/*");
              context.addServlet(pages, "/dashboard");
            });
    monitoring.ifPresent(
        monitor -> context.addServlet(new ServletHolder(monitor.page()), "/metrics"));
    context.setErrorHandler(new ProblemErrors());
    addFiles(context, "assets/", ASSETS);
    addFiles(context, "/" + PagesServlet.LIBRARY, LIBRARY);
    return context;
  }

  private ServletHolder streams() {
    IngestAuthorizer authorizer =
        config.ingestToken().map(IngestAuthorizer::bearerToken).orElse(IngestAuthorizer.ALLOW_ALL);
    UploadLimits limits = config.limits();
    ServletOptions.Builder options =
        ServletOptions.builder()
            .ingest(authorizer)
            .playback(config.playback())
            .cors(config.cors())
            .segmentRedirect(config.segments())
            .viewerCounts(viewers)
            .maxUploadsPerMinute(limits.perMinute())
            .maxLiveStreams(limits.liveStreams());
    if (limits.bytes() > 0) {
      options.maxUploadBytes(limits.bytes());
    }
    ServletHolder streams = new ServletHolder(new ChalkstreamServlet(chalkstream, options.build()));
    streams.setInitParameter(
        "chalkstream.upload-timeout", Long.toString(limits.timeout().toSeconds()));
    streams.setAsyncSupported(true);
    return streams;
  }

  /** The dashboard's own players say so, and are nobody's audience. */
  private static boolean isPreview(HttpServletRequest request) {
    return "preview".equals(request.getQueryString());
  }

  private ServletHolder operatorApi(String token) {
    return new ServletHolder(
        new OperatorApi(
            chalkstream,
            new StreamIndex(chalkstream, clock),
            new StreamReport(viewers, clock),
            token));
  }

  private static void addFiles(ServletContextHandler context, String folder, String path) {
    ServletHolder files = new ServletHolder(new FilesServlet());
    files.setInitParameter("baseResource", Resources.folder(folder).toString());
    files.setInitParameter("dirAllowed", "false");
    files.setInitParameter("cacheControl", "no-cache");
    files.setInitParameter("etags", "true");
    context.addServlet(files, path);
    FilterHolder headers = new FilterHolder(new PageHeadersFilter());
    headers.setAsyncSupported(true);
    context.addFilter(headers, path, EnumSet.of(DispatcherType.REQUEST));
  }
}
