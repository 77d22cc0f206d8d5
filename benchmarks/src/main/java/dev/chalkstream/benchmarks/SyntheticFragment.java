package dev.chalkstream.benchmarks;

import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.MediaTrack.Format;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.cmaf.InitializationSection;
import dev.chalkstream.media.cmaf.InitializationTrack;
import dev.chalkstream.media.cmaf.SampleDefaults;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.MediaData;
import dev.chalkstream.media.mp4.fragment.FragmentBoxes;
import dev.chalkstream.media.mp4.fragment.MovieFragmentHeader;
import dev.chalkstream.media.mp4.fragment.SampleFlags;
import dev.chalkstream.media.mp4.fragment.TrackFragmentHeader;
import dev.chalkstream.media.mp4.fragment.TrackFragmentTime;
import dev.chalkstream.media.mp4.fragment.TrackRun;
import dev.chalkstream.media.mp4.fragment.TrackRun.Sample;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A segment of fragmented MP4 with two seconds of video at 2 Mbit/s and of audio at 128 kbit/s, in
 * one fragment whose samples say all of themselves; the media are noise.
 */
final class SyntheticFragment {

  private static final int PICTURES = 1;
  private static final int SOUND = 2;
  private static final int FRAMES = 50;
  private static final int FRAME_TICKS = 3_600;
  private static final int FRAME_BYTES = 2_000_000 / 8 / 25;
  private static final int SOUND_FRAMES = 94;
  private static final int SOUND_TICKS = 1_024;
  private static final int SOUND_FRAME_BYTES = 341;

  private SyntheticFragment() {}

  /** What its initialization section says. */
  static InitializationSection init() {
    return new InitializationSection(
        List.of(
            track(
                PICTURES,
                MediaTrack.Kind.VIDEO,
                "avc1.64001f",
                Format.ofPicture(1_280, 720),
                90_000),
            track(SOUND, MediaTrack.Kind.AUDIO, "mp4a.40.2", Format.ofSound(48_000, 2), 48_000)));
  }

  private static InitializationTrack track(
      int id, MediaTrack.Kind kind, String codec, Format format, long timescale) {
    return new InitializationTrack(
        id,
        kind,
        codec,
        format,
        "und",
        TrackClock.ofCmaf(timescale),
        0,
        1,
        new SampleDefaults(0, 0, 0));
  }

  static byte[] make() {
    List<Sample> pictures = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      int flags = i == 0 ? SampleFlags.SYNC : SampleFlags.NOT_SYNC;
      pictures.add(new Sample(FRAME_TICKS, FRAME_BYTES, flags, FRAME_TICKS));
    }
    var sound = new Sample(SOUND_TICKS, SOUND_FRAME_BYTES, SampleFlags.SYNC, 0);
    TrackRun seen = TrackRun.of(0, pictures);
    TrackRun heard = TrackRun.of(0, Collections.nCopies(SOUND_FRAMES, sound));
    int begin = (int) fragment(seen, heard).size() + Box.HEADER;
    int middle = begin + FRAMES * FRAME_BYTES;
    byte[] media = new byte[FRAMES * FRAME_BYTES + SOUND_FRAMES * SOUND_FRAME_BYTES];
    new Random(1).nextBytes(media);
    var out = new ByteArrayOutputStream();
    out.writeBytes(fragment(seen.withDataOffset(begin), heard.withDataOffset(middle)).toBytes());
    out.writeBytes(new MediaData(false, Bytes.of(media)).toBytes());
    return out.toByteArray();
  }

  private static ContainerBox fragment(TrackRun pictures, TrackRun sound) {
    return ContainerBox.of(
        FragmentBoxes.FRAGMENT,
        new MovieFragmentHeader(1),
        track(PICTURES, pictures),
        track(SOUND, sound));
  }

  private static ContainerBox track(long id, TrackRun run) {
    return ContainerBox.of(
        FragmentBoxes.TRACK, TrackFragmentHeader.of(id), TrackFragmentTime.of(900_000), run);
  }
}
