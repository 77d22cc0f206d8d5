package dev.chalkstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

/** Pins what the module shows and needs: a change here is a change of the public API. */
class ModuleTest {

  private static final ModuleDescriptor MODULE = Chalkstream.class.getModule().getDescriptor();

  @Test
  void theModuleExportsFourPackages() {
    assertThat(MODULE.exports())
        .filteredOn(export -> !export.isQualified())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrder(
            "dev.chalkstream",
            "dev.chalkstream.hls",
            "dev.chalkstream.media",
            "dev.chalkstream.storage");
  }

  @Test
  void theModuleNeedsNoFramework() {
    assertThat(MODULE.requires())
        .extracting(ModuleDescriptor.Requires::name)
        .containsExactlyInAnyOrder(
            "java.base",
            "com.fasterxml.jackson.core",
            "com.github.benmanes.caffeine",
            "org.apache.commons.codec",
            "org.jspecify",
            "org.slf4j");
  }
}
