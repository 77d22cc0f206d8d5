package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that puts without pause is killed again and again. */
class SuddenDeathTest {

  private static final int DEATHS = 12;
  private static final int THREADS = 3;

  /** A multiple of the threads, so that each key is written by one thread only, in order. */
  private static final int KEYS = 21;

  private static final int LARGEST = 400_000;

  @TempDir Path root;

  /** The last put of each key that was acknowledged, by its number. */
  private final Map<BlobKey, Long> acknowledged = new HashMap<>();

  @Test
  void whateverIsVisibleAfterAKillIsWholeAndNothingAcknowledgedIsLost() throws Exception {
    Random random = new Random(1);
    long number = 0;
    for (int death = 0; death < DEATHS; death++) {
      number = putUntilKilled(number, 20 + random.nextInt(60));
      try (BlobStore store = FileBlobStore.open(root)) {
        checkAll(store);
        assertThat(store.putIf(key(number), body(number), PutCondition.always())).isPresent();
        acknowledged.put(key(number), number);
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(KEYS / 2);
    leftoversVanish();
  }

  /** Returns a number beyond all that the child can have put. */
  private long putUntilKilled(long from, int puts) throws Exception {
    long greatest = from;
    try (ChildJvm child = new ChildJvm(Child.class, root, from)) {
      for (int i = 0; i < puts; i++) {
        greatest = Math.max(greatest, acknowledge(child.readLine()));
      }
      child.kill();
      for (String line = child.readLine(); line != null; line = child.readLine()) {
        greatest = Math.max(greatest, acknowledge(line));
      }
    }
    return (greatest / THREADS + 2) * THREADS;
  }

  private long acknowledge(String line) {
    long number = Long.parseLong(line);
    acknowledged.put(key(number), number);
    return number;
  }

  private void checkAll(BlobStore store) throws IOException {
    Map<BlobKey, Long> found = new HashMap<>();
    try (Stream<BlobInfo> listing = store.list("")) {
      for (BlobInfo info : listing.toList()) {
        found.put(info.key(), checkWhole(store, info));
      }
    }
    acknowledged.forEach(
        (key, number) -> {
          assertThat(found).as("what was acknowledged").containsKey(key);
          assertThat(found.get(key)).as("put of %s", key).isGreaterThanOrEqualTo(number);
        });
  }

  private static long checkWhole(BlobStore store, BlobInfo info) throws IOException {
    try (Blob blob = store.get(info.key(), ByteRange.all()).orElseThrow()) {
      byte[] bytes = blob.body().readAllBytes();
      long number = ByteBuffer.wrap(bytes).getLong();
      assertThat(bytes).isEqualTo(bytes(number));
      assertThat(info.size()).isEqualTo(bytes.length);
      return number;
    }
  }

  private void leftoversVanish() throws IOException {
    Path folder = root.resolve("@chalkstream").resolve("tmp");
    Files.write(folder.resolve("left-by-a-dead-process"), new byte[10]);
    FileTime longAgo =
        FileTime.from(Files.getLastModifiedTime(folder).toInstant().minus(Duration.ofHours(2)));
    for (Path file : files(folder)) {
      Files.setLastModifiedTime(file, longAgo);
    }
    FileBlobStore.open(root).close();
    assertThat(files(folder)).isEmpty();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static BlobKey key(long number) {
    return BlobKey.of("stream-" + number % 3 + "/" + number % KEYS + ".ts");
  }

  private static byte[] bytes(long number) {
    Random random = new Random(number);
    byte[] bytes = new byte[Long.BYTES + random.nextInt(LARGEST)];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes).putLong(number);
    return bytes;
  }

  private static BlobContent body(long number) {
    return BlobContent.of(bytes(number));
  }

  /** Puts for ever, and prints the number of each put that was acknowledged. */
  static final class Child {

    private Child() {}

    public static void main(String[] args) throws IOException {
      BlobStore store = FileBlobStore.open(Path.of(args[0]));
      long from = Long.parseLong(args[1]);
      for (int i = 0; i < THREADS; i++) {
        long first = from + i;
        new Thread(() -> putForEver(store, first)).start();
      }
    }

    private static void putForEver(BlobStore store, long first) {
      for (long number = first; ; number += THREADS) {
        try {
          if (store.putIf(key(number), body(number), PutCondition.always()).isEmpty()) {
            throw new AssertionError("an unconditional put has failed");
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        // In one piece, so that a kill does not cut a number short.
        byte[] line = (number + "\n").getBytes(StandardCharsets.US_ASCII);
        System.out.write(line, 0, line.length);
        System.out.flush();
      }
    }
  }
}
