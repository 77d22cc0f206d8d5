package dev.chalkstream.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.exported.ExportedTypes;
import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

/** What the module shows, so that showing more is a decision. */
class ModuleTest {

  @Test
  void onePackageIsExported() {
    ModuleDescriptor module = S3BlobStore.class.getModule().getDescriptor();

    assertThat(module.name()).isEqualTo("dev.chalkstream.storage.s3");
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactly("dev.chalkstream.storage.s3");
  }

  @Test
  void theseTypesAreExported() throws Exception {
    assertThat(ExportedTypes.besides(S3BlobStore.class))
        .extracting(Class::getCanonicalName)
        .containsExactlyInAnyOrder(
            "dev.chalkstream.storage.s3.S3BlobStore",
            "dev.chalkstream.storage.s3.S3BlobStoreProvider");
  }

  @Test
  void whatIsExportedHasSevenParametersOrComponentsAtMost() throws Exception {
    assertThat(ExportedTypes.withMoreParametersThan(7, S3BlobStore.class)).isEmpty();
  }
}
