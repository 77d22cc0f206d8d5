package dev.chalkstream.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Makes segments with ffmpeg for tests here and in other packages, and asks ffprobe what it sees.
 */
public final class Ffmpeg {

  private Ffmpeg() {}

  /** Skips the tests, and says so, unless the tools are there; fails if they must be. */
  public static void require() {
    for (String tool : List.of("ffmpeg", "ffprobe")) {
      boolean present =
          Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
      if (present) {
        continue;
      }
      String message = tool + " is not installed: its tests of real segments do not run";
      if (Boolean.parseBoolean(System.getenv("CHALKSTREAM_REQUIRE_TOOLS"))) {
        Assertions.fail(message);
      }
      System.err.println("SKIPPED: " + message);
      Assumptions.abort(message);
    }
  }

  /**
   * Runs ffmpeg in a folder, and lists the segments that it leaves there, in their order.
   *
   * @param arguments what stands between the general options and the name of the output, split at
   *     blanks
   */
  public static List<Path> segments(Path folder, String arguments) throws IOException {
    make(folder, arguments);
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".ts")).sorted().toList();
    }
  }

  /** Runs ffmpeg in a folder, with arguments that are split at blanks. */
  public static void make(Path folder, String arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-threads", "1"));
    command.addAll(Arrays.asList(arguments.trim().split(" +")));
    run(folder, command);
  }

  /** The packets and streams that ffprobe sees; each begins with what it is. */
  public static List<Map<String, String>> probe(Path segment) throws IOException {
    String entries =
        "packet=stream_index,pts,dts,size,pos,flags"
            + ":stream=index,id,time_base,codec_type,codec_name,profile,width,height"
            + ",sample_rate,channels";
    List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "error", "-of", "compact"));
    command.addAll(List.of("-show_entries", entries, segment.toString()));
    return run(segment.toAbsolutePath().getParent(), command)
        .lines()
        .map(Ffmpeg::fields)
        .filter(fields -> !fields.isEmpty())
        .toList();
  }

  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new HashMap<>();
    String[] parts = line.split("\\|");
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        fields.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
      }
    }
    if (parts[0].equals("packet") || parts[0].equals("stream")) {
      fields.put("section", parts[0]);
    }
    return fields;
  }

  public static String run(Path folder, List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      int status = process.waitFor();
      String text = Files.readString(output);
      if (status != 0) {
        throw new IOException(command + " ended with status " + status + ": " + text);
      }
      return text;
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
