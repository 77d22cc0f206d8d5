package dev.chalkstream.storage;

import java.util.Objects;

/** What must be true of a key for {@link BlobStore#putIf} to write to it. Immutable. */
public sealed interface PutCondition {

  /**
   * No condition.
   *
   * @return writes whatever is there
   */
  static PutCondition always() {
    return Always.INSTANCE;
  }

  /**
   * The key holds nothing.
   *
   * @return writes only where there is no blob
   */
  static PutCondition ifAbsent() {
    return IfAbsent.INSTANCE;
  }

  /**
   * The key is still as it was read.
   *
   * @param version the version that was read
   * @return writes only over that version
   */
  static PutCondition ifVersion(BlobVersion version) {
    return new IfVersion(version);
  }

  /** No condition. */
  enum Always implements PutCondition {
    /** The only one. */
    INSTANCE
  }

  /** The key holds nothing. */
  enum IfAbsent implements PutCondition {
    /** The only one. */
    INSTANCE
  }

  /**
   * The key is still as it was read.
   *
   * @param version the version that must be there
   */
  record IfVersion(BlobVersion version) implements PutCondition {

    /**
     * Makes the condition.
     *
     * @param version the version that must be there
     */
    public IfVersion {
      Objects.requireNonNull(version, "version");
    }
  }
}
