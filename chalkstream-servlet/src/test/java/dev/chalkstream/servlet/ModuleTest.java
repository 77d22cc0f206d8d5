package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.exported.ExportedTypes;
import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

/** What the module shows, so that showing more is a decision. */
class ModuleTest {

  @Test
  void onePackageIsExported() {
    ModuleDescriptor module = ChalkstreamServlet.class.getModule().getDescriptor();

    assertThat(module.name()).isEqualTo("dev.chalkstream.servlet");
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactly("dev.chalkstream.servlet");
  }

  @Test
  void theseTypesAreExported() throws Exception {
    assertThat(ExportedTypes.besides(ChalkstreamServlet.class))
        .extracting(Class::getCanonicalName)
        .containsExactlyInAnyOrder(
            "dev.chalkstream.servlet.ChalkstreamServlet",
            "dev.chalkstream.servlet.CorsPolicy",
            "dev.chalkstream.servlet.IngestAuthorizer",
            "dev.chalkstream.servlet.IngestAuthorizer.Decision",
            "dev.chalkstream.servlet.IngestServlet",
            "dev.chalkstream.servlet.PageHeadersFilter",
            "dev.chalkstream.servlet.PlaybackAuthorizer",
            "dev.chalkstream.servlet.PlaybackAuthorizer.Decision",
            "dev.chalkstream.servlet.PlaybackTokens",
            "dev.chalkstream.servlet.PlaylistServlet",
            "dev.chalkstream.servlet.SegmentRedirect",
            "dev.chalkstream.servlet.SegmentServlet",
            "dev.chalkstream.servlet.ServletOptions",
            "dev.chalkstream.servlet.ServletOptions.Builder",
            "dev.chalkstream.servlet.ViewerCounts");
  }

  @Test
  void whatIsExportedHasSevenParametersOrComponentsAtMost() throws Exception {
    assertThat(ExportedTypes.withMoreParametersThan(7, ChalkstreamServlet.class)).isEmpty();
  }
}
