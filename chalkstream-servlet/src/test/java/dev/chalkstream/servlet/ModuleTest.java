package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  void twelveTypesArePublic() throws Exception {
    var classes =
        Path.of(
            ChalkstreamServlet.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(classes.resolve("dev/chalkstream/servlet"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".class") && !name.contains("$"))
                  .map(name -> name.substring(0, name.length() - ".class".length()))
                  .filter(ModuleTest::isPublic)
                  .collect(Collectors.toSet()))
          .containsExactlyInAnyOrder(
              "ChalkstreamServlet",
              "IngestServlet",
              "PlaylistServlet",
              "SegmentServlet",
              "IngestAuthorizer",
              "PlaybackAuthorizer",
              "PlaybackTokens",
              "SegmentRedirect",
              "ServletOptions",
              "ViewerCounts",
              "CorsPolicy",
              "PageHeadersFilter");
    }
  }

  private static boolean isPublic(String name) {
    try {
      return !name.equals("package-info")
          && Modifier.isPublic(Class.forName("dev.chalkstream.servlet." + name).getModifiers());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
