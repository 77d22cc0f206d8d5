package dev.chalkstream.media.mp4.fragment;

/** What a sample depends on (ISO/IEC 14496-12, section 8.8.3.1). */
public final class SampleFlags {

  /** Of a sample at which decoding can begin, since it depends on no other. */
  public static final int SYNC = 0x200_0000;

  /** Of a sample that depends on others. */
  public static final int NOT_SYNC = 0x101_0000;

  private static final int IS_NOT_SYNC = 0x1_0000;

  private SampleFlags() {}

  /** Whether decoding can begin at the sample. */
  public static boolean isSync(int flags) {
    return (flags & IS_NOT_SYNC) == 0;
  }

  /** Whether the sample depends on others: 0 if not known, 1 if it does, 2 if it does not. */
  public static int dependsOnOthers(int flags) {
    return flags >> 24 & 3;
  }
}
