package dev.chalkstream.internal.view;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.hls.MediaMap;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.hls.PlaylistType;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.History;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.manifest.Window;
import dev.chalkstream.internal.segment.GapFiller;
import dev.chalkstream.internal.sequence.LostPages;
import dev.chalkstream.media.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The playlist of a revision, made from its first segment to its last, with nothing kept. */
public final class ReferencePlaylist {

  private ReferencePlaylist() {}

  public static MediaPlaylist of(
      StreamId stream, Manifest manifest, History history, Predicate<SegmentName> isDamaged) {
    Window window = manifest.window();
    TargetDuration targetDuration = Objects.requireNonNull(manifest.targetDuration());
    MediaPlaylist.Builder playlist =
        MediaPlaylist.builder(targetDuration)
            .version(manifest.main().container() == Container.CMAF ? 7 : 6)
            .mediaSequence(window.mediaSequence())
            .discontinuitySequence(window.discontinuitySequence())
            .independentSegments(manifest.terms().independentSegments())
            .ended(manifest.state() == StreamStatus.State.COMPLETE);
    if (manifest.terms().retention().isZero()) {
      playlist.type(PlaylistType.EVENT);
    }
    List<ListedSegment> listed = new ArrayList<>();
    Map<Long, List<ListedSegment>> pages = LostPages.replace(window, targetDuration, history);
    for (long page : window.pages()) {
      List<ListedSegment> segments = Objects.requireNonNull(pages.get(page));
      int unlisted = (int) Math.max(0, window.mediaSequence() - page);
      listed.addAll(segments.subList(unlisted, segments.size()));
    }
    listed.addAll(window.head());
    Set<String> ranges = Markers.rangesOf(listed);
    List<String> carried = window.markers().carried(listed.get(0).start(), ranges);
    boolean top = true;
    for (ListedSegment segment : listed) {
      MediaSegment entry = entry(stream, segment, top, isDamaged);
      playlist.add(top ? entry.withTags(join(carried, segment.tags())) : entry);
      top = false;
    }
    return playlist.build();
  }

  private static List<String> join(List<String> first, List<String> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  private static MediaSegment entry(
      StreamId stream, ListedSegment segment, boolean top, Predicate<SegmentName> isDamaged) {
    boolean dated = top || segment.discontinuity();
    Container container = segment.section() == null ? Container.MPEG_TS : Container.CMAF;
    SegmentName name = segment.name() == null ? GapFiller.of(container).name() : segment.name();
    SegmentName section = segment.section();
    return new MediaSegment(
        "../chunk/" + stream + "/" + name,
        segment.duration(),
        segment.discontinuity(),
        segment.isGap() || isDamaged.test(name) || (section != null && isDamaged.test(section)),
        dated ? Optional.of(segment.start()) : Optional.empty(),
        Optional.ofNullable(section).map(map -> MediaMap.of("../chunk/" + stream + "/" + map)),
        segment.tags());
  }
}
