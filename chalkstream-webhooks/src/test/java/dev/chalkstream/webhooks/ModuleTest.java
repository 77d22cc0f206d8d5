package dev.chalkstream.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.exported.ExportedTypes;
import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

/** What the module shows and needs, so that a change is a decision. */
class ModuleTest {

  private static final ModuleDescriptor MODULE = Webhooks.class.getModule().getDescriptor();

  @Test
  void onePackageIsExported() {
    assertThat(MODULE.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactly("dev.chalkstream.webhooks");
  }

  @Test
  void itNeedsNoFramework() {
    assertThat(MODULE.requires())
        .extracting(ModuleDescriptor.Requires::name)
        .containsExactlyInAnyOrder(
            "java.base",
            "java.net.http",
            "com.fasterxml.jackson.core",
            "dev.chalkstream",
            "org.apache.commons.codec",
            "org.jspecify",
            "org.slf4j");
  }

  @Test
  void theseTypesAreExported() throws Exception {
    assertThat(ExportedTypes.besides(Webhooks.class))
        .extracting(Class::getCanonicalName)
        .containsExactlyInAnyOrder(
            "dev.chalkstream.webhooks.Webhooks", "dev.chalkstream.webhooks.Webhooks.Builder");
  }

  @Test
  void whatIsExportedHasSevenParametersOrComponentsAtMost() throws Exception {
    assertThat(ExportedTypes.withMoreParametersThan(7, Webhooks.class)).isEmpty();
  }
}
