package dev.chalkstream.media.mp4.fragment;

import static dev.chalkstream.media.mp4.BoxDecoder.full;

import dev.chalkstream.media.mp4.BoxTypes;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.FileType;
import dev.chalkstream.media.mp4.MediaData;

/** The types of the boxes of a segment. */
public final class FragmentBoxes {

  /** A fragment. */
  public static final String FRAGMENT = "moof";

  /** A track in a fragment. */
  public static final String TRACK = "traf";

  /** All of them. */
  public static final BoxTypes TYPES =
      BoxTypes.none()
          .with(FileType::decode, FileType.FILE, FileType.SEGMENT)
          .with(MediaData::decode, MediaData.TYPE)
          .with(ContainerBox::decode, FRAGMENT, TRACK)
          .with(
              full(MovieFragmentHeader.NEWEST, MovieFragmentHeader::decode),
              MovieFragmentHeader.TYPE)
          .with(
              full(TrackFragmentHeader.NEWEST, TrackFragmentHeader::decode),
              TrackFragmentHeader.TYPE)
          .with(full(TrackFragmentTime.NEWEST, TrackFragmentTime::decode), TrackFragmentTime.TYPE)
          .with(full(TrackRun.NEWEST, TrackRun::decode), TrackRun.TYPE)
          .with(full(SegmentIndex.NEWEST, SegmentIndex::decode), SegmentIndex.TYPE)
          .with(full(EventMessage.NEWEST, EventMessage::decode), EventMessage.TYPE)
          .with(
              full(ProducerReferenceTime.NEWEST, ProducerReferenceTime::decode),
              ProducerReferenceTime.TYPE);

  private FragmentBoxes() {}
}
