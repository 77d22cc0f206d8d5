package dev.chalkstream.storage.s3;

import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of a blob's bytes, which a put leaves on its object as metadata. Metadata and not
 * S3's own checksums, since not every server has those, and those that do tell them only to clients
 * who have asked.
 *
 * @param value in hexadecimal; empty if the object has none
 */
record BodyCheck(String value) {

  /** What no bytes are held against. */
  static final BodyCheck NONE = new BodyCheck("");

  private static final String NAME = "chalkstream-crc32c";

  static BodyCheck of(CRC32C crc) {
    return new BodyCheck(HexFormat.of().toHexDigits((int) crc.getValue()));
  }

  static BodyCheck of(Map<String, String> metadata) {
    return new BodyCheck(metadata.getOrDefault(NAME, ""));
  }

  void addTo(Map<String, String> metadata) {
    metadata.put(NAME, value);
  }

  /** Whether bytes are those that were put, so far as can be told. */
  boolean matches(CRC32C crc) {
    return value.isEmpty() || equals(of(crc));
  }
}
