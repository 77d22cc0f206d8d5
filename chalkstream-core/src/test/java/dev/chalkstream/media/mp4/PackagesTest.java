package dev.chalkstream.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packages of boxes know each other in one direction only, and nothing of Chalkstream's. */
class PackagesTest {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final String BASE = "dev.chalkstream.media.mp4";
  private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([a-z0-9.]+)\\.");

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    ".movie, ''",
    ".fragment, ''",
    ".sample, ''",
    ".cmaf, .fragment .movie .sample",
  })
  void aPackageKnowsOnlyThoseBelowIt(String name, String below) throws IOException {
    Set<String> known = new TreeSet<>();
    try (Stream<Path> files = Files.list(SOURCES.resolve((BASE + name).replace('.', '/')))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        Matcher imports = IMPORT.matcher(Files.readString(file));
        imports.results().map(found -> found.group(1)).forEach(known::add);
      }
    }
    known.removeIf(found -> found.startsWith("java.") || found.equals("org.jspecify.annotations"));
    Set<String> allowed = new TreeSet<>(Set.of(BASE));
    Stream.of(below.split(" ")).forEach(part -> allowed.add(BASE + part));
    assertThat(allowed).containsAll(known);
  }
}
