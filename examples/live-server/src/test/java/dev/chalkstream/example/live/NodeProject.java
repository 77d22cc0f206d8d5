package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A project that has installed the npm package as it would be published, and beside it what this
 * one has of React, TypeScript and esbuild. Closing uninstalls the latter.
 */
final class NodeProject implements AutoCloseable {

  private final Path directory;
  private final Path tools;

  private NodeProject(Path directory, Path tools) {
    this.directory = directory;
    this.tools = tools;
  }

  static NodeProject make(Path directory) throws Exception {
    Path module = Readme.root().resolve("chalkstream-browser");
    Path installed = Files.createDirectory(directory.resolve("node_modules"));
    linkAll(module.resolve("node_modules"), installed);
    run(module, "npm", "pack", "--silent", "--pack-destination", directory.toString());
    Path mine = Files.createDirectory(installed.resolve("chalkstream"));
    String archive = only(directory, ".tgz").toString();
    run(directory, "tar", "-xzf", archive, "--strip-components=1", "-C", mine.toString());
    return new NodeProject(directory, module.resolve("node_modules"));
  }

  /** Has the compiler look at a file, and at the types that it uses. */
  NodeProject check(String file) throws Exception {
    String options =
        "--ignoreConfig --noEmit --strict --target es2022 --module esnext --jsx react-jsx"
            + " --moduleResolution bundler --lib es2023,dom,dom.iterable";
    run(directory, tool(".bin/tsc", (options + " " + file).split(" ")));
    return this;
  }

  /** Makes {@code out/main.js} of a file. */
  void bundle(String file) throws Exception {
    String options = "--bundle --splitting --format=esm --jsx=automatic --outdir=out";
    run(directory, tool(".bin/esbuild", (file + " " + options).split(" ")));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> packages = Files.list(directory.resolve("node_modules"))) {
      for (Path link : packages.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private String[] tool(String name, String... parameters) {
    List<String> words = new ArrayList<>(List.of(tools.resolve(name).toString()));
    words.addAll(List.of(parameters));
    return words.toArray(String[]::new);
  }

  private static void linkAll(Path from, Path to) throws IOException {
    try (Stream<Path> packages = Files.list(from)) {
      for (Path one : packages.toList()) {
        Files.createSymbolicLink(to.resolve(one.getFileName()), one);
      }
    }
  }

  private static Path only(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }

  private static void run(Path directory, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), output).isZero();
  }
}
