package dev.chalkstream.media.cmaf;

import static dev.chalkstream.media.cmaf.Defect.refuseIf;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.FileType;
import dev.chalkstream.media.mp4.MediaData;
import dev.chalkstream.media.mp4.ParentBox;
import dev.chalkstream.media.mp4.fragment.FragmentBoxes;
import dev.chalkstream.media.mp4.movie.MovieBoxes;
import dev.chalkstream.media.mp4.movie.MovieHeader;
import dev.chalkstream.media.mp4.movie.TrackExtends;
import dev.chalkstream.media.mp4.movie.TrackHeader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes an initialization section of its boxes. */
final class MovieReader {

  private final ContainerBox file;

  MovieReader(List<Box> boxes) {
    file = new ContainerBox("", boxes);
  }

  InitializationSection section() throws Defect {
    refuseIf(
        hasMedia(),
        () ->
            "it holds media (moof or mdat); an initialization section is ftyp and moov only, and"
                + " segments are sent on their own");
    List<ContainerBox> movies = file.containers(MovieBoxes.MOVIE).toList();
    refuseIf(movies.isEmpty(), () -> "it has no moov, so it is no initialization section");
    refuseIf(movies.size() > 1, () -> "it has more than one moov");
    refuseIf(
        file.child(FileType.FILE).isEmpty(), () -> "it has no ftyp, which stands before the moov");
    return section(movies.get(0));
  }

  private boolean hasMedia() {
    return file.child(MediaData.class).isPresent()
        || file.child(FragmentBoxes.FRAGMENT).isPresent();
  }

  private static InitializationSection section(ContainerBox movie) throws Defect {
    ContainerBox extensions =
        movie
            .container(MovieBoxes.MOVIE_EXTENDS)
            .orElseThrow(
                () -> new Defect("its moov has no mvex, so it does not announce fragments"));
    List<ContainerBox> boxes = movie.containers(MovieBoxes.TRACK).toList();
    refuseIf(boxes.isEmpty(), () -> "its moov has no track");
    refuseIf(
        boxes.size() > InitializationSection.MAX_TRACKS,
        () -> "its moov has more than " + InitializationSection.MAX_TRACKS + " tracks");
    long timescale = movie.child(MovieHeader.class).map(MovieHeader::timescale).orElse(0L);
    return new InitializationSection(tracks(boxes, timescale, extensions));
  }

  private static List<InitializationTrack> tracks(
      List<ContainerBox> boxes, long timescale, ContainerBox extensions) throws Defect {
    List<InitializationTrack> tracks = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    Set<String> handlers = new HashSet<>();
    for (ContainerBox box : boxes) {
      var reader = new TrackReader(box, id(box), timescale);
      refuseIf(!ids.add(reader.id()), () -> "two tracks have the number " + reader.id());
      refuseIf(!handlers.add(reader.handler()), () -> several(reader.handler()));
      tracks.add(reader.track(defaults(extensions, reader.id())));
    }
    return tracks;
  }

  private static String several(String handler) {
    return "it has more than one track of the kind '"
        + Names.readable(handler)
        + "'; a rendition has at most one of each";
  }

  private static int id(ParentBox track) throws Defect {
    long id =
        track
            .child(TrackHeader.class)
            .orElseThrow(() -> new Defect("a track has no tkhd"))
            .trackId();
    refuseIf(
        id < 1 || id > Integer.MAX_VALUE,
        () -> "a track has the number " + id + ", which is not from 1 to 2147483647");
    return (int) id;
  }

  private static TrackExtends defaults(ContainerBox extensions, int id) throws Defect {
    return extensions
        .all(TrackExtends.class)
        .filter(each -> each.trackId() == id)
        .findFirst()
        .orElseThrow(() -> new Defect("its mvex has no trex for track " + id));
  }
}
