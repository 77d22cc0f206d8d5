package dev.chalkstream.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.exported.ExportedTypes;
import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

/** What the module shows, so that showing more is a decision. */
class ModuleTest {

  @Test
  void onePackageIsExported() {
    ModuleDescriptor module = BlobStoreContract.class.getModule().getDescriptor();

    assertThat(module.name()).isEqualTo("dev.chalkstream.storage.tck");
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactly("dev.chalkstream.storage.tck");
  }

  @Test
  void theseTypesAreExported() throws Exception {
    assertThat(ExportedTypes.besides(BlobStoreContract.class))
        .extracting(Class::getCanonicalName)
        .containsExactlyInAnyOrder("dev.chalkstream.storage.tck.BlobStoreContract");
  }

  @Test
  void whatIsExportedHasSevenParametersOrComponentsAtMost() throws Exception {
    assertThat(ExportedTypes.withMoreParametersThan(7, BlobStoreContract.class)).isEmpty();
  }
}
