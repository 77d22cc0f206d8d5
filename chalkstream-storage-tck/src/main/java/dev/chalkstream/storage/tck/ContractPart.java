package dev.chalkstream.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;

/** Tests of one part of the contract, with what they need to talk to the store. */
@DisplayNameGeneration(SentenceNames.class)
abstract class ContractPart {

  static final BlobKey KEY = BlobKey.of("2fd4e1c67a2d28fced849ee1bb76e7391b93eb12/manifest.json");

  private final BlobStoreContract contract;

  ContractPart(BlobStoreContract contract) {
    this.contract = contract;
  }

  final BlobStoreContract contract() {
    return contract;
  }

  final BlobStore store() {
    return contract.store();
  }

  /** A second store on the same blobs, or the first where the backend offers no second. */
  final BlobStore other() {
    return contract.other();
  }

  final BlobVersion put(BlobKey key, String text) throws IOException {
    return put(key, utf8(text));
  }

  final BlobVersion put(BlobKey key, byte[] bytes) throws IOException {
    Optional<BlobVersion> version =
        store().putIf(key, BlobContent.of(bytes), PutCondition.always());
    assertThat(version).as("an unconditional put of %s", key).isPresent();
    return version.orElseThrow();
  }

  final Optional<BlobVersion> putIf(BlobKey key, String text, PutCondition condition)
      throws IOException {
    return store().putIf(key, BlobContent.of(utf8(text)), condition);
  }

  final String text(BlobKey key) throws IOException {
    return new String(bytes(store(), key), StandardCharsets.UTF_8);
  }

  final BlobInfo head(BlobKey key) throws IOException {
    return store().head(key).orElseThrow(() -> new AssertionError("no blob " + key));
  }

  final List<String> keys(String prefix) throws IOException {
    return keys(store(), prefix);
  }

  static List<String> keys(BlobStore store, String prefix) throws IOException {
    try (Stream<BlobInfo> listing = store.list(prefix)) {
      return listing.map(info -> info.key().value()).toList();
    }
  }

  static byte[] bytes(BlobStore store, BlobKey key) throws IOException {
    return bytes(store, key, ByteRange.all());
  }

  static byte[] bytes(BlobStore store, BlobKey key, ByteRange range) throws IOException {
    try (Blob blob = open(store, key, range)) {
      return blob.body().readAllBytes();
    }
  }

  /** Opens a blob that must be there. */
  static Blob open(BlobStore store, BlobKey key, ByteRange range) throws IOException {
    return store.get(key, range).orElseThrow(() -> new AssertionError("no blob " + key));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes without a pattern, the same for the same seed. */
  static byte[] noise(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
