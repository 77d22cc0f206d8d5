package dev.chalkstream.example.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a store's directory, from outside. */
record FloodedStore(Path root) {

  private static final String OWN_FOLDER = "@chalkstream";
  private static final String MANIFEST = "manifest.json";

  /** Files of uploads that are not finished, or never will be. */
  List<Path> temporaries() throws IOException {
    return files(root.resolve(OWN_FOLDER).resolve("tmp")).toList();
  }

  /** All that is kept of streams but their manifests: segments and history. */
  List<Path> media() throws IOException {
    return streams().filter(file -> !file.endsWith(MANIFEST)).toList();
  }

  /** The first few manifests of streams of which there is media, to tell why it is still there. */
  List<String> remains() throws IOException {
    List<String> remains = new ArrayList<>();
    for (Path folder : media().stream().map(Path::getParent).distinct().limit(3).toList()) {
      Path manifest = folder.resolve(MANIFEST);
      String text = Files.exists(manifest) ? Files.readString(manifest) : "no manifest";
      remains.add(folder.getFileName() + ": " + text.substring(0, Math.min(1_500, text.length())));
    }
    return remains;
  }

  List<Path> manifests() throws IOException {
    return streams().filter(file -> file.endsWith(MANIFEST)).toList();
  }

  /** The size of the largest manifest, 0 if there is none. */
  long largestManifest() throws IOException {
    return manifests().stream().map(FloodedStore::size).max(Comparator.naturalOrder()).orElse(0L);
  }

  /** How many bytes all of it has. */
  long bytes() throws IOException {
    return files(root).mapToLong(FloodedStore::size).sum();
  }

  private Stream<Path> streams() throws IOException {
    return files(root).filter(file -> !root.relativize(file).startsWith(OWN_FOLDER));
  }

  /** Looks again where something vanishes meanwhile. */
  private static Stream<Path> files(Path folder) throws IOException {
    for (; ; ) {
      try (Stream<Path> all = Files.walk(folder)) {
        return all.filter(Files::isRegularFile).toList().stream();
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        }
      }
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
