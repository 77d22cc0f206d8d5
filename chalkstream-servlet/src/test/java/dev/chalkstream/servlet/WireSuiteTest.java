package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What starts a server is part of the wire contract, which every container has to keep. */
class WireSuiteTest {

  @Test
  void everyTestThatStartsAServerIsTagged() throws Exception {
    Path classes =
        Path.of(WireSuiteTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    // The tests of a module lie beside it, not in it.
    Path tests = classes.resolveSibling("test-classes").resolve("dev/chalkstream/servlet");
    try (Stream<Path> files = Files.list(tests)) {
      List<String> servers =
          files
              .filter(file -> file.getFileName().toString().matches("\\w+Test\\.class"))
              .filter(WireSuiteTest::startsAServer)
              .map(file -> file.getFileName().toString().replace(".class", ""))
              .toList();

      assertThat(servers).isNotEmpty().allMatch(WireSuiteTest::isTagged);
    }
  }

  private static boolean startsAServer(Path file) {
    try {
      String constants = Files.readString(file, ISO_8859_1);
      return constants.contains(WireServer.class.descriptorString())
          || constants.contains(WebApp.class.descriptorString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isTagged(String name) {
    try {
      Class<?> test = Class.forName("dev.chalkstream.servlet." + name);
      return Stream.of(test.getAnnotationsByType(Tag.class))
          .anyMatch(tag -> tag.value().equals("wire"));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
