package dev.chalkstream.example.live;

import dev.chalkstream.ChalkstreamMetrics;
import dev.chalkstream.micrometer.ChalkstreamMeters;
import dev.chalkstream.webhooks.Webhooks;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The numbers of a server and of its JVM, for Prometheus. Safe for use by many threads. */
final class Monitoring implements AutoCloseable {

  /** The text format, which every Prometheus reads. */
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Set<String> MISNAMED = Set.of("process.cpu.time", "system.cpu.count");

  private final ChalkstreamMetrics metrics = ChalkstreamMetrics.create();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  Monitoring() {
    // Their names are against the rules of Prometheus, and others tell as much.
    MeterFilter misnamed = MeterFilter.deny(id -> MISNAMED.contains(id.getName()));
    registry.config().meterFilter(misnamed);
    new ChalkstreamMeters(metrics).bindTo(registry);
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** What the instance counts with. */
  ChalkstreamMetrics metrics() {
    return metrics;
  }

  /** Shows how webhooks are doing. */
  void watch(Webhooks webhooks) {
    Gauge.builder("chalkstream.webhooks.waiting", webhooks, Webhooks::waiting)
        .description("Events that wait to be delivered")
        .register(registry);
    FunctionCounter.builder("chalkstream.webhooks.delivered", webhooks, Webhooks::delivered)
        .description("Events that were delivered")
        .register(registry);
    FunctionCounter.builder("chalkstream.webhooks.dropped", webhooks, Webhooks::dropped)
        .description("Events that were refused or given up")
        .register(registry);
  }

  /** The page that Prometheus reads. */
  HttpServlet page() {
    return new Page(registry);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private static final class Page extends ReadOnlyServlet {

    private static final long serialVersionUID = 1L;

    private final transient PrometheusMeterRegistry registry;

    Page(PrometheusMeterRegistry registry) {
      this.registry = registry;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      byte[] text = registry.scrape(CONTENT_TYPE).getBytes(StandardCharsets.UTF_8);
      response.setContentType(CONTENT_TYPE);
      response.setContentLength(text.length);
      response.setHeader("Cache-Control", "no-store");
      response.getOutputStream().write(text);
    }
  }
}
