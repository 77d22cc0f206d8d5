package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's README.md and other documents, and the snippets in them. */
final class Readme {

  private Readme() {}

  /**
   * Finds a snippet.
   *
   * @param heading the heading that it stands under
   * @param language what it is written in
   * @return the first that stands there, word for word
   */
  static String snippet(String heading, String language) throws IOException {
    return snippet("README.md", heading, language);
  }

  /** The same in another document of the project. */
  static String snippet(String document, String heading, String language) throws IOException {
    String text = Files.readString(root().resolve(document));
    Matcher section = Pattern.compile("\n##+ " + Pattern.quote(heading) + "\n").matcher(text);
    assertThat(section.find()).as("the heading %s", heading).isTrue();
    Matcher snippet = Pattern.compile("(?s)\n```" + language + "\n(.*?\n)```\n").matcher(text);
    assertThat(snippet.find(section.start())).as("a snippet under %s", heading).isTrue();
    return snippet.group(1);
  }

  /**
   * Finds the snippets that run a program of several.
   *
   * @param document which document of the project
   * @param programs what they run
   * @return the snippets by the headings that they stand under, in their order
   */
  static Map<String, String> snippetsThatRun(String document, String... programs)
      throws IOException {
    Map<String, String> snippets = new LinkedHashMap<>();
    String heading = "";
    for (String part : Files.readString(root().resolve(document)).split("(?m)^(?=##|```)")) {
      if (part.startsWith("##")) {
        heading = part.lines().findFirst().orElseThrow().replaceFirst("#+ ", "");
      } else if (part.startsWith("```sh\n") && Stream.of(programs).anyMatch(part::contains)) {
        assertThat(snippets).as("one line under a heading").doesNotContainKey(heading);
        snippets.put(heading, part.substring("```sh\n".length()));
      }
    }
    return snippets;
  }

  /** Where the project is. */
  static Path root() {
    return Path.of(System.getProperty("chalkstream.root")).toAbsolutePath().normalize();
  }
}
