package dev.chalkstream.example.spring;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.servlet.ChalkstreamServlet;
import dev.chalkstream.servlet.CorsPolicy;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import java.io.IOException;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The store, Chalkstream on top of it, and the servlet, closed by Spring in the other order. */
@Configuration(proxyBeanMethods = false)
class ChalkstreamConfig {

  /** Where the servlet is. */
  static final String MOUNT = "/live";

  @Bean
  BlobStore blobStore(ChalkstreamProperties properties) throws IOException {
    return BlobStores.open(properties.store());
  }

  @Bean
  Chalkstream chalkstream(BlobStore store, ChalkstreamProperties properties) {
    StreamPolicy policy =
        StreamPolicy.builder()
            .retention(properties.retention())
            .completionTimeout(properties.completionTimeout())
            .build();
    return Chalkstream.builder(store).policy(policy).build();
  }

  @Bean
  ServletRegistrationBean<ChalkstreamServlet> live(
      Chalkstream chalkstream, BroadcasterAuthorizer authorizer) {
    ChalkstreamServlet servlet =
        new ChalkstreamServlet(chalkstream, authorizer, CorsPolicy.anyOrigin());
    return new ServletRegistrationBean<>(servlet, MOUNT + "/*");
  }
}
