package dev.chalkstream.internal.push;

import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.MediaTrack.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which of several pushed playlists a session follows: the first that a transport stream
 * segment has come for. A playlist of sound alone, or of pictures alone, must wait a little for the
 * other half: an encoder that separates them pushes two playlists, and neither is the stream. Its
 * requests arrive in any order, so a segment of the other half tells as much as its playlist does.
 *
 * @param candidates the playlists
 * @param stored what has come, and no followed playlist names
 * @param now the time of the change
 */
record Claim(Candidates candidates, PushedSegments stored, Instant now) {

  /** For so long the other half is waited for, unless a second segment comes before any of it. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /** Whether a playlist may be followed now. */
  boolean isMadeBy(PushedPlaylist said) {
    List<PushedSegment> come = stored.of(said);
    if (come.isEmpty() || isSeparate(said)) {
      return false;
    }
    return isWhole(come, come.size() > 1 || said.ended());
  }

  /**
   * Whether nothing more is waited for that belongs to some segments.
   *
   * @param enough whether they are the whole stream if no segment of the other half has come
   */
  private boolean isWhole(List<PushedSegment> come, boolean enough) {
    Optional<Kind> only = onlyKind(come);
    return only.isEmpty()
        || (enough && !hasOtherThan(only.get()))
        || !now.isBefore(patienceEnds(come));
  }

  private boolean hasOtherThan(Kind kind) {
    return stored.toList().stream().anyMatch(segment -> isOther(kind, segment.media()));
  }

  /** Whether another playlist of that name is of an encoder that was started again meanwhile. */
  boolean isGivenUpFor(PushedPlaylist former, PushedPlaylist said) {
    List<PushedSegment> come = stored.of(former);
    return !come.isEmpty()
        && !isSeparate(former)
        && isWhole(come, true)
        && stored.of(said).stream().noneMatch(come::contains);
  }

  /** When the passing of time alone lets a playlist be followed, or {@link Instant#MAX}. */
  Instant due(PushedPlaylist said) {
    List<PushedSegment> come = stored.of(said);
    return come.isEmpty() || isSeparate(said) ? Instant.MAX : patienceEnds(come);
  }

  /** Whether a playlist is one half of a stream, and another candidate is the other half. */
  boolean isSeparate(PushedPlaylist said) {
    Optional<Kind> mine = onlyKind(stored.of(said));
    return mine.isPresent()
        && candidates.others(said).stream()
            .map(other -> onlyKind(stored.of(other)))
            .flatMap(Optional::stream)
            .anyMatch(kind -> kind != mine.get());
  }

  /**
   * Whether a playlist was one half of a stream and is it still. What has come for it is refused by
   * now, so that its newest entries tell nothing.
   */
  boolean isStillSeparate(PushedPlaylist former, PushedPlaylist said) {
    List<PushedSegment> come = stored.of(said);
    return isSeparate(former) && (come.isEmpty() || onlyKind(come).isPresent());
  }

  /** Whether two of the candidates are halves of one stream. */
  boolean hasSeparate() {
    return candidates.toList().stream().anyMatch(this::isSeparate);
  }

  private static Instant patienceEnds(List<PushedSegment> come) {
    return come.get(0).arrivedAt().plus(PATIENCE);
  }

  private static Optional<Kind> onlyKind(List<PushedSegment> segments) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (PushedSegment segment : segments) {
      Optional<Kind> kind = onlyKind(segment.media());
      if (kind.isEmpty()) {
        return Optional.empty();
      }
      kinds.add(kind.get());
    }
    return kinds.size() == 1 ? kinds.stream().findFirst() : Optional.empty();
  }

  /** Whether a segment has nothing but sound where the kind is pictures, or the other way round. */
  static boolean isOther(Kind kind, MediaInfo media) {
    return onlyKind(media).filter(other -> other != kind).isPresent();
  }

  /** Sound or pictures, if a segment has nothing but that, and has it for certain. */
  static Optional<Kind> onlyKind(MediaInfo media) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    boolean timed = false;
    for (MediaTrack track : media.tracks()) {
      kinds.add(track.kind());
      timed |= track.kind() != Kind.OTHER && track.timing().isPresent();
    }
    kinds.remove(Kind.OTHER);
    return timed && kinds.size() == 1 ? kinds.stream().findFirst() : Optional.empty();
  }
}
