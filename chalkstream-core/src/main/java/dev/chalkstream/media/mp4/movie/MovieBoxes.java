package dev.chalkstream.media.mp4.movie;

import static dev.chalkstream.media.mp4.BoxDecoder.full;

import dev.chalkstream.media.mp4.BoxTypes;
import dev.chalkstream.media.mp4.ContainerBox;

/** The types of the boxes of a movie. */
public final class MovieBoxes {

  /** The movie itself. */
  public static final String MOVIE = "moov";

  /** A track. */
  public static final String TRACK = "trak";

  /** The edits of a track. */
  public static final String EDITS = "edts";

  /** The media of a track. */
  public static final String MEDIA = "mdia";

  /** What is particular to the kind of media of a track. */
  public static final String MEDIA_INFORMATION = "minf";

  /** Where the media of a track are. */
  public static final String DATA_INFORMATION = "dinf";

  /** The tables of samples. */
  public static final String SAMPLE_TABLES = "stbl";

  /** What holds for fragments. */
  public static final String MOVIE_EXTENDS = "mvex";

  /** All of them. */
  public static final BoxTypes TYPES =
      BoxTypes.none()
          .with(ContainerBox::decode, MOVIE, TRACK, EDITS, MEDIA, MEDIA_INFORMATION)
          .with(ContainerBox::decode, DATA_INFORMATION, SAMPLE_TABLES, MOVIE_EXTENDS)
          .with(full(MovieHeader.NEWEST, MovieHeader::decode), MovieHeader.TYPE)
          .with(full(TrackHeader.NEWEST, TrackHeader::decode), TrackHeader.TYPE)
          .with(full(EditList.NEWEST, EditList::decode), EditList.TYPE)
          .with(full(MediaHeader.NEWEST, MediaHeader::decode), MediaHeader.TYPE)
          .with(full(Handler.NEWEST, Handler::decode), Handler.TYPE)
          .with(full(VideoMediaHeader.NEWEST, VideoMediaHeader::decode), VideoMediaHeader.TYPE)
          .with(full(SoundMediaHeader.NEWEST, SoundMediaHeader::decode), SoundMediaHeader.TYPE)
          .with(
              full(PlainMediaHeader.NEWEST, PlainMediaHeader::decode),
              PlainMediaHeader.NULL,
              PlainMediaHeader.SUBTITLE)
          .with(full(DataReferences.NEWEST, DataReferences::decode), DataReferences.TYPE)
          .with(full(DataEntryUrl.NEWEST, DataEntryUrl::decode), DataEntryUrl.TYPE)
          .with(
              full(SampleTable.NEWEST, SampleTable::decode),
              SampleTable.TIMES,
              SampleTable.CHUNKS,
              SampleTable.OFFSETS)
          .with(full(SampleSizes.NEWEST, SampleSizes::decode), SampleSizes.TYPE)
          .with(
              full(MovieExtendsHeader.NEWEST, MovieExtendsHeader::decode), MovieExtendsHeader.TYPE)
          .with(full(TrackExtends.NEWEST, TrackExtends::decode), TrackExtends.TYPE);

  private MovieBoxes() {}
}
