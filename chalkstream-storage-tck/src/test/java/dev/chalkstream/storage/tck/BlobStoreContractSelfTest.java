package dev.chalkstream.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract must catch those who break it. */
class BlobStoreContractSelfTest {

  @Test
  void aSoundStorePasses() {
    assertThat(failures(MemoryBlobStoreContractTest.class)).isEmpty();
  }

  @Test
  void aStoreThatLooksAndThenWritesIsCaught() {
    assertThat(failures(BrokenStores.LookThenWrite.class))
        .contains(
            "concurrentChangesByVersionAreAllThereOnce",
            "anAbsentKeyHasExactlyOneCreator",
            "aVersionHasExactlyOneSuccessor");
  }

  @Test
  void aStoreThatIgnoresConditionsIsCaught() {
    assertThat(failures(BrokenStores.IgnoresConditions.class))
        .contains(
            "anAbsentKeyIsCreatedOnce",
            "aVersionThatHasBeenReplacedIsStale",
            "aVersionFromBeforeDeletionAndCreationIsStale",
            "aFailedConditionChangesNothing");
  }

  @Test
  void aStoreThatPublishesShortBodiesIsCaught() {
    assertThat(failures(BrokenStores.PublishesShortBodies.class))
        .contains("aBodyThatEndsTooSoonIsNeverPublished")
        .doesNotContain("aBodyThatFailsIsNeverPublished");
  }

  @Test
  void aStoreThatCutsLongBodiesIsCaught() {
    assertThat(failures(BrokenStores.CutsLongBodies.class))
        .containsExactlyInAnyOrder(
            "aBodyThatGoesOnTooLongIsNeverPublished", "aBodyOfTheWrongLengthLeavesTheFormerBlob");
  }

  @Test
  void aStoreWhoseVersionsRepeatIsCaught() {
    assertThat(failures(BrokenStores.VersionsByLength.class))
        .contains(
            "differentBytesHaveDifferentVersions",
            "aVersionIsStaleAfterAChangeOfTheSameLengthAndMoment",
            "aVersionFromBeforeDeletionAndCreationIsStale");
  }

  @Test
  void aStoreThatListsByPathElementIsCaught() {
    assertThat(failures(BrokenStores.ListsByPathElement.class))
        .contains("theOrderIsThatOfWholeKeysInAscii");
  }

  @Test
  void aStoreThatTakesAPrefixForAFolderIsCaught() {
    assertThat(failures(BrokenStores.PrefixIsAFolder.class))
        .contains("aPrefixIsComparedByCharactersAndNotByElements", "aWholeKeyIsAPrefixOfItself");
  }

  @Test
  void aStoreThatListsOnePageIsCaught() {
    assertThat(failures(BrokenStores.ListsOnePage.class))
        .contains("manyBlobsAreListedWholeAndInOrder");
  }

  @Test
  void aStoreThatReadsLateIsCaught() {
    assertThat(failures(BrokenStores.ReadsLate.class))
        .contains("aBlobIsReadToItsEndWhileItIsReplaced", "aBlobIsReadToItsEndWhileItIsDeleted");
  }

  @Test
  void aStoreThatRefusesRangesBeyondTheEndIsCaught() {
    assertThat(failures(BrokenStores.RefusesRangesBeyondTheEnd.class))
        .containsExactlyInAnyOrder(
            "aRangeWhollyBeyondTheEndIsEmpty", "everyRangeOfAnEmptyBlobIsEmpty");
  }

  @Test
  void aStoreThatDeletesOnceIsCaught() {
    assertThat(failures(BrokenStores.DeletesOnce.class))
        .contains("deletingAgainIsNoError", "deletingWhatNeverWasIsNoError");
  }

  @Test
  void aStoreThatTellsDamagePasses() {
    Events tests = run(DamageableStores.Sound.class);
    assertThat(tests.failed().list()).isEmpty();
    assertThat(tests.aborted().stream().map(BlobStoreContractSelfTest::method))
        .as("skipped for want of a second store")
        .containsExactly("closingOneStoreLeavesTheOtherOpen");
  }

  @Test
  void aStoreThatTellsDamageOnlyWhileItReadsPasses() {
    assertThat(failures(DamageableStores.TellsLate.class)).isEmpty();
  }

  @Test
  void aStoreThatTakesADamagedBlobForAnAbsentOneIsCaught() {
    assertThat(failures(DamageableStores.TakesItForAbsent.class))
        .contains(
            "aDamagedBlobIsNotAbsent",
            "aDamagedBlobIsNeverReadToItsEnd",
            "aPutByVersionIsNotRefusedAsIfTheDamagedBlobWereAnother",
            "aDamagedBlobIsListedAmongTheOthers");
  }

  @Test
  void aStoreThatServesDamagedBytesIsCaught() {
    assertThat(failures(DamageableStores.ServesIt.class))
        .containsExactlyInAnyOrder(
            "aDamagedBlobIsNeverReadToItsEnd", "aRangeOfADamagedBlobIsAsItWasStoredOrAFault");
  }

  @Test
  void aStoreThatChecksAfterTheLastByteIsCaught() {
    assertThat(failures(DamageableStores.ChecksAfterTheLastByte.class))
        .contains("aDamagedBlobIsNeverReadToItsEnd");
  }

  @Test
  void aStoreWhoseListingsFailForADamagedBlobIsCaught() {
    assertThat(failures(DamageableStores.FailsToList.class))
        .contains("aDamagedBlobIsListedAmongTheOthers");
  }

  @Test
  void aStoreThatCannotDeleteADamagedBlobIsCaught() {
    assertThat(failures(DamageableStores.FailsToDelete.class))
        .containsExactly("aDamagedBlobCanBeDeleted");
  }

  @Test
  void aStoreThatNeverClosesIsCaught() {
    assertThat(failures(BrokenStores.NeverCloses.class))
        .containsExactlyInAnyOrder("afterCloseEveryMethodFails", "closingTwiceIsNoError");
  }

  @Test
  void aFailingTestReadsAsASentence() {
    Event failure = run(BrokenStores.ListsOnePage.class).failed().list().get(0);
    TestDescriptor test = failure.getTestDescriptor();
    assertThat(test.getDisplayName()).contains("many blobs");
    assertThat(test.getParent().orElseThrow().getDisplayName())
        .isEqualTo("a listing is sorted and complete");
  }

  private static List<String> failures(Class<?> contract) {
    Events tests = run(contract);
    assertThat(tests.started().count()).as("tests of the contract").isGreaterThan(60);
    return tests.failed().stream().map(BlobStoreContractSelfTest::method).toList();
  }

  private static Events run(Class<?> contract) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(contract))
        .execute()
        .testEvents();
  }

  private static String method(Event event) {
    return event
        .getTestDescriptor()
        .getSource()
        .map(MethodSource.class::cast)
        .orElseThrow()
        .getMethodName();
  }
}
