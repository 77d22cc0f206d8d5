package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The project's README.md, and the snippets in it. */
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
    String readme = Files.readString(root().resolve("README.md"));
    int section = readme.indexOf("\n### " + heading + "\n");
    assertThat(section).as("the heading %s", heading).isNotNegative();
    Matcher snippet = Pattern.compile("(?s)\n```" + language + "\n(.*?\n)```\n").matcher(readme);
    assertThat(snippet.find(section)).as("a snippet under %s", heading).isTrue();
    return snippet.group(1);
  }

  /** Where the project is. */
  static Path root() {
    return Path.of(System.getProperty("chalkstream.root")).toAbsolutePath().normalize();
  }
}
