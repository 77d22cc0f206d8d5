package dev.chalkstream.media.cmaf;

import dev.chalkstream.media.ProbeResult;

/** What a look into a segment of fragmented MP4 says. Immutable. */
public sealed interface FragmentResult {

  /** The same without what only fragmented MP4 has. */
  ProbeResult toProbeResult();

  /**
   * The segment is what it should be.
   *
   * @param info what is inside
   */
  record Recognized(FragmentInfo info) implements FragmentResult {

    @Override
    public ProbeResult toProbeResult() {
      return new ProbeResult.Recognized(info.media());
    }
  }

  /**
   * The segment is not one that a player could play.
   *
   * @param defect what is wrong, in words for the broadcaster
   */
  record Refused(String defect) implements FragmentResult {

    @Override
    public ProbeResult toProbeResult() {
      return new ProbeResult.Refused(defect);
    }
  }
}
