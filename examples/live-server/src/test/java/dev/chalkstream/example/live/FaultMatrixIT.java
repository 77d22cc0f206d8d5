package dev.chalkstream.example.live;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real faults of stores, clocks and processes below servers that run, while somebody broadcasts and
 * somebody watches. One table says at the end what they saw. Most of it is for {@code mvn -P
 * faults}.
 */
class FaultMatrixIT {

  private static final FaultTable TABLE = new FaultTable();

  @TempDir Path directory;

  @AfterAll
  static void print() {
    System.out.print(TABLE);
  }

  @Test
  void aManifestThatHasLostItsLastByteIsNotAnEmptyStream() throws Exception {
    store().manifest(StoreFaults.Damage.LAST_BYTE_MISSING);
  }

  @Tag("faults")
  @ParameterizedTest
  @EnumSource(
      value = StoreFaults.Damage.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "LAST_BYTE_MISSING")
  void aDamagedManifestIsNotAnEmptyStream(StoreFaults.Damage damage) throws Exception {
    store().manifest(damage);
  }

  @Tag("faults")
  @Test
  void aManifestThatIsGoneIsNotAnEmptyStream() throws Exception {
    store().missingManifest();
  }

  @Tag("faults")
  @ParameterizedTest
  @EnumSource(StoreFaults.Damage.class)
  void aDamagedPageOfTheHistoryShortensNoPlaylist(StoreFaults.Damage damage) throws Exception {
    store().page(Optional.of(damage));
  }

  @Tag("faults")
  @Test
  void aMissingPageOfTheHistoryShortensNoPlaylist() throws Exception {
    store().page(Optional.empty());
  }

  @Tag("faults")
  @ParameterizedTest
  @EnumSource(StoreFaults.Damage.class)
  void noByteOfADamagedSegmentIsServed(StoreFaults.Damage damage) throws Exception {
    store().segment(damage);
  }

  @Test
  void aStoreThatIsAwayIsNotAnEmptyStore() throws Exception {
    store().away(false);
  }

  @Tag("faults")
  @Test
  void aNodeThatStartsWhileTheStoreIsAwayTakesNothingFromTheOthers() throws Exception {
    store().away(true);
  }

  @Tag("faults")
  @Test
  void aFullDiskIsFreedByExpiry() throws Exception {
    store().fullDisk();
  }

  @Test
  void aNodeThatIsADayAheadNeitherEmptiesNorStopsAStream() throws Exception {
    clocks().off("+24h", false);
  }

  @Tag("faults")
  @ParameterizedTest
  @CsvSource({"+24h, true", "-1h, true", "+4s, false", "-4s, false"})
  void aNodeWithAWrongClockNeitherEmptiesNorStopsAStream(String offset, boolean expires)
      throws Exception {
    clocks().off(offset, expires);
  }

  @Tag("faults")
  @ParameterizedTest
  @ValueSource(strings = {"+24h,+0", "-1h,+0", "+1h,-1h,+0"})
  void aClockThatJumpsNeitherEmptiesNorStopsAStream(String offsets) throws Exception {
    clocks().jumps(offsets.split(","));
  }

  @Test
  void aServerThatIsKilledHasLostNothing() throws Exception {
    new ProcessFaults(TABLE, directory).killed();
  }

  @Tag("faults")
  @Test
  void aNodeThatStoodStillTakesNothingBack() throws Exception {
    new ProcessFaults(TABLE, directory).stopped(Duration.ofSeconds(40));
  }

  private StoreFaults store() {
    return new StoreFaults(TABLE, directory);
  }

  private ClockFaults clocks() {
    return new ClockFaults(TABLE, directory);
  }
}
