package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What can happen to the files of a store below a server. */
final class StoreFaults {

  /** What a viewer is told who has to be patient: never that there is nothing. */
  private static final Set<String> PATIENT = Set.of("200", "304", "503");

  private static final Set<String> TAKEN_OR_NOT = Set.of("202", "503");

  /** So many that the history has a page. */
  private static final int LONG_STREAM = 330;

  private static final int TMPFS_MIB = 32;
  private static final int MIB = 1 << 20;

  /** A minute's retention, a playlist's duration, and time to sweep. */
  private static final Duration EXPIRY = Duration.ofMinutes(6);

  /** What becomes of the bytes of a file. */
  enum Damage {
    LAST_BYTE_MISSING(bytes -> Arrays.copyOf(bytes, bytes.length - 1)),
    HALF_MISSING(bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
    EMPTY(bytes -> new byte[0]),
    OTHER_CONTENT(Damage::otherContent),
    NOISE(bytes -> "nothing that was ever stored".getBytes(ISO_8859_1));

    private final UnaryOperator<byte[]> change;

    Damage(UnaryOperator<byte[]> change) {
      this.change = change;
    }

    /** The last line stays, by which the store knows that a file is whole. */
    private static byte[] otherContent(byte[] bytes) {
      byte[] changed = bytes.clone();
      int end = new String(bytes, ISO_8859_1).lastIndexOf("\n#chalk");
      Arrays.fill(changed, 0, end < 0 ? bytes.length / 2 : end, (byte) 'x');
      return changed;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private final FaultTable table;
  private final Path directory;

  StoreFaults(FaultTable table, Path directory) {
    this.table = table;
    this.directory = directory;
  }

  /** A manifest cannot be read, by the server that wrote it and by one that starts. */
  void manifest(Damage damage) throws Exception {
    try (FaultStage stage = new FaultStage(table, directory)) {
      ServerProcess server = stage.node();
      stage.begin(6);
      IngestClient other =
          new IngestClient(server.address(), SessionId.of("bystander"), Optional.empty());
      SyntheticSegments media = SyntheticSegments.ofFiftyKilobytes("bystander");
      other.publish(0, media.duration(), media.get(0));

      byte[] whole = stage.damage("manifest: " + damage, stage.manifest(), damage.change);
      stage.bear(PATIENT, TAKEN_OR_NOT);
      other.publish(1, media.duration(), media.get(1));
      ServerProcess[] next = new ServerProcess[1];
      stage.fault("restart", () -> next[0] = stage.killAndRestart(server));
      stage.bear(PATIENT, TAKEN_OR_NOT);
      assertThat(Listing.of(next[0], other.stream().value()).segments()).hasSize(2);
      stage.repair(stage.manifest(), whole, damage.change);
      stage.recovers("put right");
    }
  }

  /** A page of the history cannot be read, or is not there. */
  void page(Optional<Damage> damage) throws Exception {
    SyntheticSegments media = SyntheticSegments.tiny("page");
    try (FaultStage stage =
        new FaultStage(table, directory, media, LONG_STREAM, "--retention", "0")) {
      ServerProcess server = stage.node();
      stage.begin(LONG_STREAM);
      stage.bears(FaultViewer.GAP);
      Path page = stage.pages().get(0);
      UnaryOperator<byte[]> change = damage.orElse(Damage.EMPTY).change;
      byte[] whole;
      if (damage.isPresent()) {
        whole = stage.damage("page of the history: " + damage.get(), page, change);
      } else {
        whole = Files.readAllBytes(page);
        stage.fault("page of the history: missing", () -> Files.delete(page));
      }
      stage.bear(PATIENT, TAKEN_OR_NOT);
      stage.fault("restart", () -> stage.killAndRestart(server));
      stage.bear(PATIENT, TAKEN_OR_NOT);
      stage.repair(page, whole, change);
      stage.recovers("put right");
    }
  }

  /** A manifest is gone below the server that wrote it. */
  void missingManifest() throws Exception {
    try (FaultStage stage = new FaultStage(table, directory)) {
      stage.node();
      stage.begin(6);
      byte[] whole = Files.readAllBytes(stage.manifest());
      stage.fault("manifest: missing", () -> Files.delete(stage.manifest()));
      stage.bear(PATIENT, TAKEN_OR_NOT);
      stage.repair(stage.manifest(), whole, Damage.EMPTY.change);
      stage.recovers("put right");
    }
  }

  /** A segment has other bytes than were stored, or not all of them. */
  void segment(Damage damage) throws Exception {
    try (FaultStage stage = new FaultStage(table, directory)) {
      ServerProcess server = stage.node();
      stage.begin(6);
      stage.bears(FaultViewer.GAP);
      String uri = Listing.of(server, stage.broadcaster().stream()).segments().get(0);
      String name = uri.substring(uri.lastIndexOf('/') + 1);
      Path file = stage.streamFolder().resolve(name);
      byte[] whole = stage.damage("segment: " + damage, file, damage.change);
      ServerProcess[] next = new ServerProcess[1];
      stage.fault("restart", () -> next[0] = stage.killAndRestart(server));
      String answer = stage.fetch(next[0], name);
      assertThat(answer).isIn("404", "503", "cut off");
      stage.bear(PATIENT, Set.of("202"));
      stage.repair(file, whole, damage.change);
      stage.fault("put right, and restart", () -> next[0] = stage.killAndRestart(next[0]));
      assertThat(stage.fetch(next[0], name)).isEqualTo("200");
      stage.recovers("the segment was answered " + answer + " meanwhile");
    }
  }

  /** The directory goes away as a mount does, and comes back. */
  void away(boolean anotherStarts) throws Exception {
    Path store = directory.resolve("store");
    Path aside = directory.resolve("aside");
    try (FaultStage stage = new FaultStage(table, store)) {
      stage.node();
      stage.begin(6);
      stage.fault("store moved away", () -> Files.move(store, aside));
      stage.bear(PATIENT, Set.of("503"));
      String second = "";
      if (anotherStarts) {
        try (StartedOrNot other = StartedOrNot.start(store)) {
          second = "another node " + other + "; ";
          stage.fault("another node is started", () -> {});
          stage.bear(PATIENT, Set.of("503"));
          stage
              .broadcaster()
              .whileItPauses(
                  () -> {
                    Deletion.of(store);
                    Files.move(aside, store);
                  });
          stage.goesOn("uploads go on", 3);
          other.listsOrSaysNot(stage);
        }
      } else {
        assertThat(store).as("made by the server in the place of what was there").doesNotExist();
        stage.broadcaster().whileItPauses(() -> Files.move(aside, store));
      }
      stage.recovers(second + "moved back");
    }
  }

  /** A disk is full, and has room again when a stream that nobody publishes any more expires. */
  void fullDisk() throws Exception {
    Path mount = Files.createDirectories(directory.resolve("disk"));
    if (!Tmpfs.mount(mount, TMPFS_MIB)) {
      Tools.missing("a tmpfs can be mounted by root only");
    }
    try (FaultStage stage =
        new FaultStage(
            table, mount.resolve("store"), "--retention", "1", "--completion-timeout", "600")) {
      ServerProcess server = stage.node();
      fill(server, TMPFS_MIB / 2);
      stage.begin(6);
      stage.bears(FaultViewer.WITHOUT_ITS_BEGINNING);
      stage.fault("disk full", () -> ballast(mount.resolve("ballast")));
      Await.until(
          "uploads are refused",
          () -> !stage.broadcaster().outcomes().kinds().equals(Set.of("202")));
      stage.broadcaster().outcomes().take();
      stage.bear(PATIENT, Set.of("202", "503", "507"));
      stage.goesOn("it has room again", 20, EXPIRY);
      stage.broadcaster().stop();
      List<String> acknowledged = stage.broadcaster().digests();
      Await.until(
          "all is listed that is kept",
          () -> {
            List<String> listed = stage.listed(server);
            int first = acknowledged.size() - listed.size();
            return listed.equals(acknowledged.subList(first, acknowledged.size()));
          });
      stage.checkViewer();
      stage.row("by itself, when another stream had expired");
    } finally {
      Tmpfs.unmount(mount);
    }
  }

  /** A stream of so many MiB that is over at once. */
  private static void fill(ServerProcess server, int mebibytes) throws Exception {
    IngestClient filler =
        new IngestClient(server.address(), SessionId.of("filler"), Optional.empty());
    SyntheticSegments media = SyntheticSegments.ofFiftyKilobytes("filler");
    byte[] one = media.get(0);
    for (int i = 0; i < mebibytes; i++) {
      byte[] segment = Arrays.copyOf(one, one.length * (MIB / one.length));
      for (int copy = 1; copy < segment.length / one.length; copy++) {
        System.arraycopy(media.get(i), 0, segment, copy * one.length, one.length);
      }
      filler.publish(i, media.duration(), segment);
    }
    filler.complete();
  }

  /** Takes the room that is left. */
  private static void ballast(Path file) throws IOException {
    byte[] block = new byte[16 << 10];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (; ; ) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(Files.size(file)).as("%s", full).isPositive();
    }
  }
}
