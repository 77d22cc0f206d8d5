package dev.chalkstream.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.exported.ExportedTypes;
import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

/** What the module shows, so that showing more is a decision. */
class ModuleTest {

  @Test
  void onePackageIsExported() {
    ModuleDescriptor module = ChalkstreamMeters.class.getModule().getDescriptor();

    assertThat(module.name()).isEqualTo("dev.chalkstream.micrometer");
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactly("dev.chalkstream.micrometer");
  }

  @Test
  void theseTypesAreExported() throws Exception {
    assertThat(ExportedTypes.besides(ChalkstreamMeters.class))
        .extracting(Class::getCanonicalName)
        .containsExactlyInAnyOrder("dev.chalkstream.micrometer.ChalkstreamMeters");
  }

  @Test
  void whatIsExportedHasSevenParametersOrComponentsAtMost() throws Exception {
    assertThat(ExportedTypes.withMoreParametersThan(7, ChalkstreamMeters.class)).isEmpty();
  }
}
