package dev.chalkstream.media.cmaf;

/** Writes what strangers have named. */
final class Names {

  private Names() {}

  /** A four-character code without characters that cannot be printed. */
  static String readable(String code) {
    return code.replaceAll("[^ -~]", "?");
  }
}
