package dev.chalkstream.media.cmaf;

import static dev.chalkstream.media.cmaf.Defect.refuseIf;

import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.MediaTrack.Format;
import dev.chalkstream.media.MediaTrack.Kind;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.movie.EditList;
import dev.chalkstream.media.mp4.movie.Handler;
import dev.chalkstream.media.mp4.movie.MediaHeader;
import dev.chalkstream.media.mp4.movie.MovieBoxes;
import dev.chalkstream.media.mp4.movie.SampleSizes;
import dev.chalkstream.media.mp4.movie.SampleTable;
import dev.chalkstream.media.mp4.movie.TrackExtends;
import dev.chalkstream.media.mp4.sample.AudioSampleEntry;
import dev.chalkstream.media.mp4.sample.CodecString;
import dev.chalkstream.media.mp4.sample.ProtectedEntry;
import dev.chalkstream.media.mp4.sample.SampleDescriptions;
import dev.chalkstream.media.mp4.sample.SoundFormat;
import dev.chalkstream.media.mp4.sample.VisualSampleEntry;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes a track of an initialization section of its boxes. */
final class TrackReader {

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{3}");

  private final int id;
  private final long movieTimescale;
  private final ContainerBox track;
  private final ContainerBox media;
  private final ContainerBox tables;
  private final String handler;

  TrackReader(ContainerBox track, int id, long movieTimescale) throws Defect {
    this.id = id;
    this.movieTimescale = movieTimescale;
    this.track = track;
    media = in(track, MovieBoxes.MEDIA);
    tables = in(in(media, MovieBoxes.MEDIA_INFORMATION), MovieBoxes.SAMPLE_TABLES);
    handler = require(media.child(Handler.class), Handler.TYPE).handlerType();
  }

  int id() {
    return id;
  }

  String handler() {
    return handler;
  }

  InitializationTrack track(TrackExtends defaults) throws Defect {
    refuseIf(
        hasSamples(),
        () ->
            name()
                + " has samples in the moov: it is a whole MP4 file, not an initialization section;"
                + " use '-movflags +empty_moov+default_base_moof+frag_keyframe' in ffmpeg");
    MediaHeader header = require(media.child(MediaHeader.class), MediaHeader.TYPE);
    refuseIf(header.timescale() == 0, () -> name() + " has a timescale of 0");
    List<Box> entries = entries();
    Box entry = entry(entries, defaults.descriptionIndex());
    return new InitializationTrack(
        id,
        kind(entry),
        CodecString.of(entry).orElse(MediaTrack.UNKNOWN_CODEC),
        format(entry),
        language(header),
        TrackClock.ofCmaf(header.timescale()),
        shift(header.timescale()),
        entries.size(),
        SampleDefaults.of(defaults));
  }

  private List<Box> entries() throws Defect {
    return require(tables.child(SampleDescriptions.class), SampleDescriptions.TYPE).children();
  }

  private Box entry(List<Box> entries, long index) throws Defect {
    refuseIf(
        index < 1 || index > entries.size(),
        () -> name() + " has no sample description " + index + ", which its trex names");
    return ProtectedEntry.unprotected(entries.get((int) index - 1));
  }

  private String name() {
    return "track " + id;
  }

  private ContainerBox in(ContainerBox parent, String type) throws Defect {
    return require(parent.container(type), type);
  }

  private <T> T require(Optional<T> box, String type) throws Defect {
    return box.orElseThrow(() -> new Defect(name() + " has no " + type));
  }

  private boolean hasSamples() {
    return tables.all(SampleTable.class).anyMatch(table -> table.count() > 0)
        || tables.all(SampleSizes.class).anyMatch(sizes -> sizes.count() > 0);
  }

  private Kind kind(Box entry) throws Defect {
    Kind kind =
        switch (handler) {
          case Handler.VIDEO -> Kind.VIDEO;
          case Handler.AUDIO -> Kind.AUDIO;
          default -> Kind.OTHER;
        };
    boolean fits =
        entry instanceof VisualSampleEntry
            ? kind == Kind.VIDEO
            : !(entry instanceof AudioSampleEntry) || kind == Kind.AUDIO;
    refuseIf(
        !fits,
        () ->
            name()
                + " has the handler '"
                + Names.readable(handler)
                + "' but samples of "
                + Names.readable(entry.type()));
    return kind;
  }

  private static Format format(Box entry) {
    if (entry instanceof VisualSampleEntry pictures) {
      return Format.ofPicture(pictures.width(), pictures.height());
    }
    if (entry instanceof AudioSampleEntry sound) {
      SoundFormat format = SoundFormat.of(sound);
      return Format.ofSound(format.sampleRate(), format.channels());
    }
    return Format.UNKNOWN;
  }

  private static String language(MediaHeader header) {
    return LANGUAGE.matcher(header.language()).matches()
        ? header.language()
        : MediaHeader.UNDETERMINED;
  }

  private long shift(long timescale) throws Defect {
    Optional<EditList> list =
        track.container(MovieBoxes.EDITS).flatMap(edits -> edits.child(EditList.class));
    if (list.isEmpty()) {
      return 0;
    }
    return new Edits(list.get()).shift(timescale, movieTimescale).orElseThrow(this::cut);
  }

  private Defect cut() {
    return new Defect(name() + " has an edit list that does more than to begin it at another time");
  }
}
