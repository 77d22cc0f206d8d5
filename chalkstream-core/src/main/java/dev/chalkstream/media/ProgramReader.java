package dev.chalkstream.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shows the packets of a program to what reads them, from the first packet of the segment on. */
final class ProgramReader {

  private final PacketSink[] sinks = new PacketSink[ProgramTables.PIDS];
  private final List<ElementaryStream> streams = new ArrayList<>();

  ProgramReader(ProgramTables tables) {
    Arrays.fill(sinks, PacketSink.NONE);
    tables
        .streams()
        .forEach(
            (pid, content) -> {
              var stream = new ElementaryStream(pid, content);
              streams.add(stream);
              sinks[pid] = stream;
            });
  }

  /** Takes a packet; all that follow are wanted too. */
  boolean accept(Packet packet) {
    sinks[packet.pid()].accept(packet);
    return true;
  }

  MediaInfo info() {
    List<MediaTrack> tracks = streams.stream().map(ElementaryStream::track).toList();
    boolean keyFrame = true;
    for (int i = 0; i < tracks.size(); i++) {
      if (tracks.get(i).kind() == MediaTrack.Kind.VIDEO) {
        keyFrame = streams.get(i).startsWithKeyFrame();
        break;
      }
    }
    return new MediaInfo(tracks, keyFrame);
  }
}
