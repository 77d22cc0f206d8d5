package dev.chalkstream.internal.transition;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedSection;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.PushedTrack;
import dev.chalkstream.internal.sequence.Append;
import dev.chalkstream.internal.sequence.NextSegment;
import dev.chalkstream.media.Container;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is to happen to a stream. */
public sealed interface Command {

  /**
   * A segment whose broadcaster says its number is to be taken.
   *
   * @param segment the segment
   * @param knownBefore the revision of the stream that was known before the segment was stored, or
   *     empty for one that is not stored yet
   */
  record AppendSegment(Append segment, OptionalLong knownBefore) implements Command {}

  /**
   * A segment that an encoder pushes is to be taken.
   *
   * @param segment the segment
   * @param likeliest the digest of the initialization section that it was most likely to need when
   *     it was looked into, or null if none had been pushed
   * @param knownBefore as of {@link AppendSegment}
   */
  record PushSegment(
      PushedSegment segment, @Nullable SegmentDigest likeliest, OptionalLong knownBefore)
      implements Command {}

  /**
   * An initialization section that an encoder pushes is to be taken.
   *
   * @param section the section, with the name of its own under which it is stored
   * @param knownBefore as of {@link AppendSegment}
   */
  record PushSection(PushedSection section, OptionalLong knownBefore) implements Command {}

  /** A playlist that an encoder pushes is to be taken. */
  record PushPlaylist(PushedPlaylist playlist) implements Command {}

  /** An encoder begins a track, or goes on with it behind another initialization section. */
  record BeginTrack(PushedTrack track) implements Command {}

  /**
   * The next segment of a track is to be taken.
   *
   * @param segment the segment
   * @param knownBefore as of {@link AppendSegment}
   */
  record AppendNext(NextSegment segment, OptionalLong knownBefore) implements Command {}

  /** Segments are going to come in a container. */
  record Announce(Container container) implements Command {}

  /** The broadcast is to end: what waits is listed, and the playlist is at its end. */
  record Complete() implements Command {}

  /**
   * The stream is to end, and all that is stored of it may be deleted at once.
   *
   * @param others segments in the store that nothing names, such as those of a lost page
   */
  record TakeDown(List<SegmentName> others) implements Command {

    /** Makes the command. */
    public TakeDown {
      others = List.copyOf(others);
    }
  }

  /** What the passing of time has made true is to be written down. */
  record PassTime() implements Command {}

  /**
   * Deletions are to be noted.
   *
   * @param deleted what is deleted
   */
  record Settle(Manifest.Ledger deleted) implements Command {}
}
