package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.exported.ExportedTypes;
import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

/** What the module shows, so that showing more is a decision. */
class ModuleTest {

  @Test
  void onePackageIsExported() {
    ModuleDescriptor module = FileBlobStore.class.getModule().getDescriptor();

    assertThat(module.name()).isEqualTo("dev.chalkstream.storage.fs");
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactly("dev.chalkstream.storage.fs");
  }

  @Test
  void theseTypesAreExported() throws Exception {
    assertThat(ExportedTypes.besides(FileBlobStore.class))
        .extracting(Class::getCanonicalName)
        .containsExactlyInAnyOrder(
            "dev.chalkstream.storage.fs.FileBlobStore",
            "dev.chalkstream.storage.fs.FileBlobStoreProvider");
  }

  @Test
  void whatIsExportedHasSevenParametersOrComponentsAtMost() throws Exception {
    assertThat(ExportedTypes.withMoreParametersThan(7, FileBlobStore.class)).isEmpty();
  }
}
