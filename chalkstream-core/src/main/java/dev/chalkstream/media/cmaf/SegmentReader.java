package dev.chalkstream.media.cmaf;

import static dev.chalkstream.media.cmaf.Defect.refuseIf;

import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.MediaTrack.Kind;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.MediaData;
import dev.chalkstream.media.mp4.cmaf.CmafBoxes;
import dev.chalkstream.media.mp4.fragment.FragmentBoxes;
import dev.chalkstream.media.mp4.movie.MovieBoxes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the boxes of one segment, one after the other. */
final class SegmentReader {

  private final BoxReader reader;
  private final int length;
  private final Map<Long, TrackSamples> tracks = new LinkedHashMap<>();
  private @Nullable FragmentReader fragment;

  SegmentReader(ByteBuffer segment, InitializationSection init) {
    reader = CmafBoxes.reader(segment);
    length = segment.remaining();
    init.tracks().forEach(track -> tracks.put((long) track.id(), new TrackSamples(track)));
  }

  FragmentInfo read() throws Defect {
    boolean begun = false;
    while (reader.hasMore()) {
      int at = length - reader.remaining();
      Optional<Box> box = reader.next();
      if (box.isPresent() && !reader.hasFailed()) {
        begun |= box.get().type().equals(FragmentBoxes.FRAGMENT);
        accept(at, box.get());
      }
    }
    Optional<String> error = reader.error();
    refuseIf(error.isPresent(), error::get);
    refuseIf(!begun, () -> "it has no moof, so it is no segment of fragmented MP4");
    endFragment();
    return info();
  }

  private void accept(int at, Box box) throws Defect {
    if (box instanceof MediaData media && fragment != null) {
      long end = at + box.size();
      fragment.checkMedia(end - media.data().length(), end);
    } else if (box instanceof ContainerBox container) {
      refuseIf(
          box.type().equals(MovieBoxes.MOVIE),
          () -> "it has a moov; the initialization section is sent on its own");
      if (box.type().equals(FragmentBoxes.FRAGMENT)) {
        endFragment();
        fragment = new FragmentReader(at, tracks);
        fragment.read(container);
      }
    }
  }

  private void endFragment() throws Defect {
    refuseIf(
        fragment != null && !fragment.isComplete(),
        () -> "it has a moof with samples, and no mdat after it");
  }

  private FragmentInfo info() throws Defect {
    List<MediaTrack> found = new ArrayList<>();
    boolean empty = true;
    boolean keyFrame = true;
    long keyFrames = 0;
    Optional<ByteRange> first = Optional.empty();
    for (TrackSamples track : tracks.values()) {
      MediaTrack told = track.finish();
      found.add(told);
      empty &= told.timing().isEmpty();
      if (told.kind() == Kind.VIDEO) {
        keyFrame = track.keyFrames().isFirst();
        keyFrames = track.keyFrames().count();
        first = track.keyFrames().first();
      }
    }
    refuseIf(empty, () -> "it has no samples");
    return new FragmentInfo(new MediaInfo(found, keyFrame), keyFrames, first);
  }
}
