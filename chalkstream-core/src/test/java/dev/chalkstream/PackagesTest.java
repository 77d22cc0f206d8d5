package dev.chalkstream;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds which packages of this module may know which others, as the JDK's jdeps draws them and as
 * the sources name them.
 */
class PackagesTest {

  private static final String ROOT = "dev.chalkstream";
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "chalkstream");
  private static final Pattern ARROW =
      Pattern.compile("\\s+(dev\\.chalkstream\\S*)\\s+->\\s+(dev\\.chalkstream\\S*)\\s.*");
  private static final Pattern NAMED_CLASS =
      Pattern.compile("dev\\.chalkstream((?:\\.[a-z]\\w*)*)\\.[A-Z]");

  /** From the lowest to the highest. None knows a package that comes after it. */
  private static final List<String> ORDER =
      List.of(
          "storage",
          "hls",
          "media.mp4",
          "media.mp4.movie",
          "media.mp4.fragment",
          "media.mp4.sample",
          "media.mp4.cmaf",
          "media",
          "media.cmaf",
          "internal.log",
          "internal.text",
          "internal.dash",
          "",
          "internal.metrics",
          "internal.resource",
          "internal.time",
          "internal.manifest",
          "internal.json",
          "internal.sequence",
          "internal.push",
          "internal.transition",
          "internal.segment",
          "internal.view",
          "internal.node",
          "internal.ingest",
          "internal.sweep",
          "internal.instance");

  /** What some packages may know at most, of those below them. */
  private static final Map<String, Set<String>> NARROW =
      Map.ofEntries(
          entry("storage", Set.of()),
          entry("hls", Set.of()),
          entry("media.mp4", Set.of()),
          entry("media.mp4.movie", Set.of("media.mp4")),
          entry("media.mp4.fragment", Set.of("media.mp4")),
          entry("media.mp4.sample", Set.of("media.mp4")),
          entry(
              "media.mp4.cmaf",
              Set.of("media.mp4", "media.mp4.movie", "media.mp4.fragment", "media.mp4.sample")),
          entry("media", Set.of("media.mp4.cmaf")),
          entry(
              "media.cmaf",
              Set.of(
                  "media",
                  "media.mp4",
                  "media.mp4.movie",
                  "media.mp4.fragment",
                  "media.mp4.sample",
                  "media.mp4.cmaf")),
          entry(
              "internal.dash",
              Set.of("internal.text", "media", "media.mp4", "media.mp4.cmaf", "media.cmaf")),
          entry("internal.log", Set.of()),
          entry("internal.text", Set.of()),
          entry("", Set.of("storage", "hls", "media", "internal.text", "internal.dash")),
          entry("internal.resource", Set.of("", "storage")),
          entry("internal.manifest", Set.of("", "hls", "media", "internal.text", "storage")),
          entry("internal.sequence", pure("internal.manifest")),
          entry("internal.push", pure("internal.manifest", "internal.sequence")),
          entry(
              "internal.transition",
              pure("internal.manifest", "internal.sequence", "internal.push")));

  /** What a pure function on the manifest may know: no store, no clock and no thread. */
  private static Set<String> pure(String... internal) {
    Set<String> known = new HashSet<>(Set.of("", "hls", "media", "internal.text"));
    known.addAll(Arrays.asList(internal));
    return known;
  }

  private static Map<String, Set<String>> arrows() throws Exception {
    Path classes =
        Path.of(Chalkstream.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var drawn = new StringWriter();
    var errors = new StringWriter();
    int result =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(drawn),
                new PrintWriter(errors),
                "--multi-release",
                "base",
                "--module-path",
                System.getProperty("jdk.module.path"),
                "-verbose:package",
                "-filter:none",
                classes.toString());
    assertThat(result).as(() -> errors.toString()).isZero();
    Map<String, Set<String>> arrows = new HashMap<>();
    drawn.toString().lines().forEach(line -> add(arrows, line));
    return arrows;
  }

  private static void add(Map<String, Set<String>> arrows, String line) {
    Matcher arrow = ARROW.matcher(line);
    if (arrow.matches() && !arrow.group(1).equals(arrow.group(2))) {
      arrows
          .computeIfAbsent(shorten(arrow.group(1)), from -> new TreeSet<>())
          .add(shorten(arrow.group(2)));
    }
  }

  private static String shorten(String name) {
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }

  /** The packages whose classes a source names in full: by imports, or in javadoc. */
  private static Set<String> named(Path source) throws IOException {
    return NAMED_CLASS
        .matcher(Files.readString(source))
        .results()
        .map(name -> name.group(1).isEmpty() ? "" : name.group(1).substring(1))
        .collect(Collectors.toSet());
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /** The package itself and those that it may know. */
  private static Set<String> knowable(String name) {
    Set<String> known = new HashSet<>(ORDER.subList(0, ORDER.indexOf(name)));
    known.retainAll(NARROW.getOrDefault(name, known));
    known.add(name);
    return known;
  }

  private static String packageOf(Path source) {
    return SOURCES.relativize(source.getParent()).toString().replace(File.separatorChar, '.');
  }

  @Test
  void noPackageKnowsOneAboveIt() throws Exception {
    Map<String, Set<String>> arrows = arrows();

    assertThat(ORDER).containsAll(arrows.keySet());
    assertThat(arrows).hasSizeGreaterThan(ORDER.size() / 2);
    arrows.forEach(
        (from, known) ->
            assertThat(ORDER.subList(0, ORDER.indexOf(from)))
                .as("what may be known by " + from)
                .containsAll(known));
  }

  @Test
  void whatIsPureKnowsNoStoreNoClockAndNoThread() throws Exception {
    Map<String, Set<String>> arrows = arrows();

    NARROW.forEach(
        (from, most) ->
            assertThat(most)
                .as("what may be known by " + from)
                .containsAll(arrows.getOrDefault(from, Set.of())));
  }

  /** What only javadoc links to leaves no trace in the classes, so jdeps does not draw it. */
  @Test
  void noSourceNamesAClassThatItsPackageMayNotKnow() throws Exception {
    List<Path> sources = sources();

    assertThat(sources).hasSizeGreaterThan(ORDER.size());
    for (Path source : sources) {
      assertThat(knowable(packageOf(source)))
          .as("what may be named by " + source)
          .containsAll(named(source));
    }
  }

  @Test
  void everyPackageSaysWhatIsInIt() {
    assertThat(ORDER)
        .allSatisfy(
            name ->
                assertThat(SOURCES.resolve(name.replace('.', '/')).resolve("package-info.java"))
                    .isRegularFile());
  }
}
