package dev.chalkstream.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

abstract class WholeBlobTests extends ContractPart {

  private static final int LARGE = 8 * 1024 * 1024;

  WholeBlobTests(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  void aBlobThatWasNeverPutIsAbsent() throws IOException {
    assertThat(store().get(KEY, ByteRange.all())).isEmpty();
    assertThat(store().head(KEY)).isEmpty();
    assertThat(keys("")).isEmpty();
  }

  @Test
  void aBlobIsReadBackAsItWasPut() throws IOException {
    put(KEY, "{}");
    assertThat(text(KEY)).isEqualTo("{}");
    assertThat(head(KEY).key()).isEqualTo(KEY);
    assertThat(head(KEY).size()).isEqualTo(2);
  }

  @Test
  void everyByteValueSurvives() throws IOException {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    put(KEY, all);
    assertThat(bytes(store(), KEY)).isEqualTo(all);
  }

  @Test
  void anEmptyBlobIsABlob() throws IOException {
    put(KEY, "");
    assertThat(head(KEY).size()).isZero();
    assertThat(bytes(store(), KEY)).isEmpty();
    assertThat(keys("")).containsExactly(KEY.value());
  }

  @Test
  void aLargeBlobIsReadBackAsItWasPut() throws IOException {
    byte[] large = noise(LARGE, 1);
    put(KEY, large);
    assertThat(head(KEY).size()).isEqualTo(LARGE);
    assertThat(bytes(store(), KEY)).isEqualTo(large);
    assertThat(bytes(store(), KEY, ByteRange.last(1000)))
        .isEqualTo(Arrays.copyOfRange(large, LARGE - 1000, LARGE));
  }

  @Test
  void theLongestKeysArePossible() throws IOException {
    String element = "a".repeat(BlobKey.MAX_ELEMENT_LENGTH);
    String longest = (element + "/").repeat(3) + "b".repeat(BlobKey.MAX_ELEMENT_LENGTH - 3);
    assertThat(longest).hasSize(BlobKey.MAX_LENGTH);
    put(BlobKey.of(longest), "long");
    assertThat(text(BlobKey.of(longest))).isEqualTo("long");
    assertThat(keys(element)).containsExactly(longest);
  }

  @Test
  void oddButPermittedKeysAreToldApart() throws IOException {
    String[] odd = {"...", ".a", "-", "~", "_", "a.", "a..b", "-a", "0", "c~1", "x/.hidden", "x/-"};
    for (String key : odd) {
      put(BlobKey.of(key), "content of " + key);
    }
    for (String key : odd) {
      assertThat(text(BlobKey.of(key))).isEqualTo("content of " + key);
    }
    assertThat(keys("")).containsExactlyInAnyOrder(odd);
  }

  @Test
  void aPutReplacesTheFormerBlobWhole() throws IOException {
    put(KEY, "a long first blob");
    put(KEY, "short");
    assertThat(text(KEY)).isEqualTo("short");
    assertThat(head(KEY).size()).isEqualTo(5);
    assertThat(keys("")).containsExactly(KEY.value());
  }

  @Test
  void aBufferWithoutAnArrayIsStoredLikeAnyOther() throws IOException {
    ByteBuffer direct = ByteBuffer.allocateDirect(100_000).put(noise(100_000, 2)).flip();
    store().putIf(KEY, BlobContent.of(direct), PutCondition.always());
    assertThat(bytes(store(), KEY)).isEqualTo(noise(100_000, 2));
  }

  @Test
  void aBlobMayBeOfAnyMediaType() throws IOException {
    BlobContent plain = BlobContent.of(utf8("the bytes"));
    String[] types = {
      "video/mp2t",
      "application/json",
      "x-a/!#$%&'*+.^_`|~-9",
      "a/" + "b".repeat(253),
      "text/vtt;charset=utf-8",
      "video/mp4; codecs=\"avc1.64001f, mp4a.40.2\"; a=\"\""
    };
    for (String type : types) {
      BlobContent typed = plain.withMediaType(type);
      for (BlobContent body : new BlobContent[] {typed, typed.asImmutable()}) {
        assertThat(store().putIf(KEY, body, PutCondition.always())).as(type).isPresent();
        assertThat(text(KEY)).as(type).isEqualTo("the bytes");
        store().delete(KEY);
      }
    }
  }

  @Test
  void aBodyThatComesInSmallPiecesIsStoredWhole() throws IOException {
    OddContent trickle = OddContent.ofLength(100_000, noise(100_000, 3));
    assertThat(store().putIf(KEY, trickle, PutCondition.always())).isPresent();
    assertThat(bytes(store(), KEY)).isEqualTo(noise(100_000, 3));
    assertThat(trickle.leftOpen()).as("streams that the store has not closed").isZero();
  }

  @Test
  void aBodyThatEndsTooSoonIsNeverPublished() throws IOException {
    refusesAndKeepsNothing(OddContent.ofLength(10, utf8("nine byte")));
    refusesAndKeepsNothing(OddContent.ofLength(1, utf8("")));
    refusesAndKeepsNothing(OddContent.ofLength(100_000, noise(99_999, 4)));
  }

  @Test
  void aBodyThatGoesOnTooLongIsNeverPublished() throws IOException {
    refusesAndKeepsNothing(OddContent.ofLength(8, utf8("nine byte")));
    refusesAndKeepsNothing(OddContent.ofLength(0, utf8("x")));
    refusesAndKeepsNothing(OddContent.ofLength(99_999, noise(100_000, 5)));
  }

  @Test
  void aBodyThatFailsIsNeverPublished() throws IOException {
    refusesAndKeepsNothing(OddContent.failingAfter(0, utf8("nine byte")));
    refusesAndKeepsNothing(OddContent.failingAfter(5, utf8("nine byte")));
    refusesAndKeepsNothing(OddContent.failingAfter(70_000, noise(100_000, 6)));
  }

  @Test
  void aBodyOfTheWrongLengthLeavesTheFormerBlob() throws IOException {
    BlobVersion former = put(KEY, "former");
    PutCondition[] conditions = {PutCondition.always(), PutCondition.ifVersion(former)};
    for (PutCondition condition : conditions) {
      assertFault(OddContent.ofLength(10, utf8("nine byte")), condition);
      assertFault(OddContent.ofLength(8, utf8("nine byte")), condition);
      assertFault(OddContent.failingAfter(5, utf8("nine byte")), condition);
    }
    assertThat(text(KEY)).isEqualTo("former");
    assertThat(head(KEY).version()).isEqualTo(former);
  }

  private void refusesAndKeepsNothing(OddContent body) throws IOException {
    Stream.of(PutCondition.always(), PutCondition.ifAbsent())
        .forEach(condition -> assertFault(body, condition));
    assertThat(store().head(KEY)).isEmpty();
    assertThat(store().get(KEY, ByteRange.all()).map(Blob::length)).isEmpty();
    assertThat(keys("")).isEmpty();
  }

  private void assertFault(OddContent body, PutCondition condition) {
    assertThatThrownBy(() -> store().putIf(KEY, body, condition))
        .as("a put of a body that is not of its length, or fails (%s)", condition)
        .isInstanceOf(IOException.class);
    assertThat(body.leftOpen()).as("streams that the store has not closed").isZero();
  }
}
