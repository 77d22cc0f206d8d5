package dev.chalkstream.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

abstract class ListingTests extends ContractPart {

  /** More than one page of any store known. */
  private static final int MANY = 1_100;

  private static final int WRITERS = 8;

  ListingTests(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  void nothingIsListedInAnEmptyStore() throws IOException {
    assertThat(keys("")).isEmpty();
    assertThat(keys("a")).isEmpty();
  }

  @Test
  void theOrderIsThatOfWholeKeysInAscii() throws IOException {
    String[] ordered = {
      "a-b", "a.b", "a/b", "a0", "a_b", "aa", "ab-c/d", "ab/b-c", "ab/b/c", "ab/b0", "ab0", "a~b"
    };
    putInDisorder(ordered);
    assertThat(keys("")).containsExactly(ordered);
  }

  @Test
  void aPrefixIsComparedByCharactersAndNotByElements() throws IOException {
    putInDisorder("a/b1", "a/b2", "a/c", "ab/c", "b");
    assertThat(keys("a")).containsExactly("a/b1", "a/b2", "a/c", "ab/c");
    assertThat(keys("a/")).containsExactly("a/b1", "a/b2", "a/c");
    assertThat(keys("a/b")).containsExactly("a/b1", "a/b2");
    assertThat(keys("ab")).containsExactly("ab/c");
  }

  @Test
  void aWholeKeyIsAPrefixOfItself() throws IOException {
    putInDisorder("a/b", "a/b-c", "a/bc");
    assertThat(keys("a/b")).containsExactly("a/b", "a/b-c", "a/bc");
    assertThat(keys("a/b-c")).containsExactly("a/b-c");
  }

  @Test
  void aKeyWithASlashBehindItIsNoPrefixOfTheKey() throws IOException {
    putInDisorder("a/b", "a/bc");
    assertThat(keys("a/b/")).isEmpty();
    assertThat(keys("a/b/c")).isEmpty();
  }

  @Test
  void aPrefixThatNoKeyBeginsWithListsNothing() throws IOException {
    putInDisorder("a/b", "b");
    assertThat(keys("c")).isEmpty();
    assertThat(keys("a/b1")).isEmpty();
    assertThat(keys("a-")).isEmpty();
  }

  @Test
  void aPrefixThatNoKeyCanBeginWithListsNothing() throws IOException {
    putInDisorder("a/b", "a.b", "b");
    String[] impossible = {
      "/",
      "//",
      "/a",
      "a//",
      "a//b",
      "A",
      "A/B",
      "a/B",
      "a b",
      "a\\b",
      "a*",
      "*",
      "?",
      "[a]",
      "%",
      "a%",
      "'",
      "\"",
      "\u0000",
      "a\u0000",
      "\u00e4",
      "\ud83d\ude00",
      "..",
      "../",
      "./",
      "a/../b",
      "@",
      "#",
      "&",
      "a/./b",
      "a".repeat(BlobKey.MAX_LENGTH + 1),
      "a/".repeat(BlobKey.MAX_LENGTH)
    };
    for (String prefix : impossible) {
      assertThat(keys(prefix)).as("what begins with '%s'", prefix).isEmpty();
    }
  }

  @Test
  void noPermittedCharacterIsAWildcard() throws IOException {
    putInDisorder("a_b", "axb", "a.b", "a-b", "a~b");
    assertThat(keys("a_")).containsExactly("a_b");
    assertThat(keys("a.")).containsExactly("a.b");
    assertThat(keys("a-")).containsExactly("a-b");
    assertThat(keys("a~")).containsExactly("a~b");
  }

  @Test
  void manyBlobsAreListedWholeAndInOrder() throws Exception {
    List<String> expected = putMany();
    assertThat(keys("many/")).containsExactlyElementsOf(expected);
    assertThat(keys("")).containsExactlyElementsOf(expected);
    assertThat(keys("many/1"))
        .containsExactlyElementsOf(expected.stream().filter(k -> k.startsWith("many/1")).toList());
  }

  @Test
  void manyBlobsCanBeDeletedWhileTheyAreListed() throws Exception {
    List<String> expected = putMany();
    List<String> seen = new ArrayList<>();
    try (Stream<BlobInfo> listing = store().list("many/")) {
      for (Iterator<BlobInfo> blobs = listing.iterator(); blobs.hasNext(); ) {
        BlobKey key = blobs.next().key();
        seen.add(key.value());
        other().delete(key);
      }
    }
    assertThat(seen).containsExactlyElementsOf(expected);
    assertThat(keys("")).isEmpty();
  }

  @Test
  void whatIsNotChangedDuringAListingAppearsOnce() throws Exception {
    List<String> kept = putMany();
    List<String> seen = new ArrayList<>();
    try (Stream<BlobInfo> listing = store().list("")) {
      int count = 0;
      for (Iterator<BlobInfo> blobs = listing.iterator(); blobs.hasNext(); count++) {
        seen.add(blobs.next().key().value());
        if (count % 10 == 0) {
          put(BlobKey.of("many/new-" + count), "new");
          store().delete(BlobKey.of("many/new-" + Math.max(0, count - 50)));
        }
      }
    }
    assertThat(seen).isSorted().doesNotHaveDuplicates().containsAll(kept);
  }

  @Test
  void aListingThatIsNotReadToItsEndCanBeClosed() throws Exception {
    List<String> expected = putMany();
    try (Stream<BlobInfo> listing = store().list("")) {
      assertThat(listing.limit(3).map(info -> info.key().value()))
          .containsExactlyElementsOf(expected.subList(0, 3));
    }
    store().list("").close();
    assertThat(keys("many/0")).isNotEmpty();
  }

  @Test
  void anyPrefixListsWhatBeginsWithIt() throws Exception {
    Random random = new Random(11);
    TreeSet<String> all = new TreeSet<>();
    for (int i = 0; i < 150; i++) {
      all.add(randomKey(random));
    }
    for (String key : all) {
      put(BlobKey.of(key), key);
    }
    assertThat(keys("")).containsExactlyElementsOf(all);
    for (int i = 0; i < 60; i++) {
      String key = randomKey(random);
      String prefix = key.substring(0, random.nextInt(key.length()));
      assertThat(keys(prefix))
          .as("what begins with '%s'", prefix)
          .containsExactlyElementsOf(all.stream().filter(k -> k.startsWith(prefix)).toList());
    }
  }

  /** Keys of few characters, so that they share prefixes; an ending keeps them from continuing. */
  private static String randomKey(Random random) {
    String alphabet = "ab0-._~/";
    StringBuilder key = new StringBuilder("k");
    for (int i = random.nextInt(6); i >= 0; i--) {
      char c = alphabet.charAt(random.nextInt(alphabet.length()));
      key.append(c == '/' ? "/d" : String.valueOf(c));
    }
    return key.append(".ts").toString();
  }

  private void putInDisorder(String... keys) throws IOException {
    List<String> order = new ArrayList<>(List.of(keys));
    Collections.shuffle(order, new Random(12));
    for (String key : order) {
      put(BlobKey.of(key), "content of " + key);
    }
  }

  private List<String> putMany() throws Exception {
    Race.run(
        WRITERS,
        thread -> {
          for (int i = thread; i < MANY; i += WRITERS) {
            put(BlobKey.of(manyKey(i)), "blob " + i);
          }
          return thread;
        });
    return IntStream.range(0, MANY).mapToObj(ListingTests::manyKey).sorted().toList();
  }

  /** Spread over a few elements, as the segments of several streams are. */
  private static String manyKey(int i) {
    return "many/" + i % 5 + "/" + i + ".ts";
  }
}
