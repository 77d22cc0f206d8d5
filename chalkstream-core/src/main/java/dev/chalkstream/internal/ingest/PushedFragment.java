package dev.chalkstream.internal.ingest;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.StoredSection;
import dev.chalkstream.internal.node.StreamHead;
import dev.chalkstream.internal.node.StreamView;
import dev.chalkstream.internal.segment.InitializationSections;
import dev.chalkstream.internal.segment.InitializationSections.Known;
import dev.chalkstream.internal.transition.Command;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.cmaf.FragmentProbe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The initialization section of a pushed segment. Encoders do not say with a segment which one it
 * needs, so that it is the likeliest of those with which the segment makes sense.
 *
 * @param section the section, or null for a container that has none
 * @param likeliest the digest of the one that was the likeliest of all, or null if none had been
 *     pushed
 */
record PushedFragment(@Nullable Known section, @Nullable SegmentDigest likeliest) {

  /** Of a segment of a container that has none. */
  static final PushedFragment NONE = new PushedFragment(null, null);

  /** So many are tried. */
  private static final int MOST_TRIED = 16;

  /**
   * Finds the section of a segment.
   *
   * @param path what the encoder calls the segment
   * @return the section; where the segment makes sense with none, the likeliest
   * @throws SegmentRejectedException if none is known
   */
  static PushedFragment find(
      String path, ByteBuffer body, StreamHead head, InitializationSections sections)
      throws SegmentRejectedException, IOException {
    PushedFragment known = find(path, body, head.latest(), sections);
    if (known.explains(body)) {
      return known;
    }
    // Another node may have taken the section.
    head.preview(new Command.PassTime(), true);
    PushedFragment found = find(path, body, head.latest(), sections);
    if (found.section == null && MediaFile.ofBoxes(body).isEmpty()) {
      throw UploadCheck.notFragments(body);
    }
    if (found.section == null) {
      throw new SegmentRejectedException(
          Reason.UNKNOWN_INITIALIZATION,
          "no initialization section of this stream is here, or not any more: it must be pushed"
              + " before its segments, as ffmpeg does when it is started");
    }
    return found;
  }

  private static PushedFragment find(
      String path, ByteBuffer body, @Nullable StreamView view, InitializationSections sections)
      throws IOException {
    Manifest manifest = view == null ? null : view.manifest();
    if (view == null || manifest == null) {
      return NONE;
    }
    List<SegmentName> pushed = manifest.pushes().sectionsFor(path);
    SegmentDigest likeliest = pushed.isEmpty() ? null : pushed.get(0).digest();
    PushedFragment first = new PushedFragment(null, likeliest);
    for (SegmentName name : candidates(pushed, manifest)) {
      Known known = sections.find(view.stream(), name.digest(), name).orElse(null);
      var found = new PushedFragment(known, likeliest);
      if (found.explains(body)) {
        return found;
      }
      first = first.section == null ? found : first;
    }
    return first;
  }

  /** Those that were pushed, and those that listed segments need, each once. */
  private static List<SegmentName> candidates(List<SegmentName> pushed, Manifest manifest) {
    Map<SegmentDigest, SegmentName> names = new LinkedHashMap<>();
    pushed.forEach(name -> names.putIfAbsent(name.digest(), name));
    manifest.main().sections().stream()
        .sorted(Comparator.comparingLong(StoredSection::last).reversed())
        .forEach(section -> names.putIfAbsent(section.name().digest(), section.name()));
    return names.values().stream().limit(MOST_TRIED).toList();
  }

  private boolean explains(ByteBuffer body) {
    return section != null
        && FragmentProbe.probe(body, section.section()) instanceof ProbeResult.Recognized;
  }
}
