package dev.chalkstream.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds the one program of a transport stream and shows its packets to who reads them. */
final class ProgramReader {

  private static final int PIDS = 1 << 13;
  private static final int PAT_PID = 0;
  private static final int PAT_TABLE = 0;
  private static final int PMT_TABLE = 2;
  private static final int CHECKSUM_LENGTH = 4;
  private static final int TABLE_HEADER_LENGTH = 8;
  private static final int PMT_HEADER_LENGTH = 12;

  /**
   * More tracks than any program has that is meant for one viewer; each costs room in manifests.
   */
  private static final int MAX_STREAMS = 64;

  private final PacketSink[] sinks = new PacketSink[PIDS];
  private final List<ElementaryStream> streams = new ArrayList<>();
  private boolean associated;
  private int programs;
  private int program;
  private int mapPid;
  private boolean mapped;

  ProgramReader() {
    Arrays.fill(sinks, PacketSink.NONE);
    sinks[PAT_PID] = new SectionReader(this::associate);
  }

  void accept(Packet packet) {
    sinks[packet.pid()].accept(packet);
  }

  /** What keeps the stream from being played (section 3.1.1 of the HLS draft), if anything. */
  Optional<String> defect() {
    if (!associated) {
      return Optional.of("it has no program association table (a packet with PID 0)");
    }
    if (programs != 1) {
      return Optional.of("it carries " + programs + " programs, and HLS needs exactly one");
    }
    if (!mapped) {
      return Optional.of("it has no program map table (a packet with PID " + mapPid + ")");
    }
    if (streams.isEmpty()) {
      return Optional.of("its program map table lists no elementary stream");
    }
    return streams.size() > MAX_STREAMS
        ? Optional.of(
            "its program map table lists more than " + MAX_STREAMS + " elementary streams")
        : Optional.empty();
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

  /** Takes the program association table (ISO/IEC 13818-1, section 2.4.4.3). */
  private void associate(byte[] section) {
    if (associated || !isCurrent(section, PAT_TABLE, TABLE_HEADER_LENGTH)) {
      return;
    }
    associated = true;
    for (int at = TABLE_HEADER_LENGTH; at + 4 <= section.length - CHECKSUM_LENGTH; at += 4) {
      int number = word(section, at);
      if (number != 0) {
        programs++;
        program = number;
        mapPid = word(section, at + 2) & PIDS - 1;
      }
    }
    sinks[PAT_PID] = PacketSink.NONE;
    if (programs == 1) {
      sinks[mapPid] = new SectionReader(this::map);
    }
  }

  /** Takes the program map table (ISO/IEC 13818-1, section 2.4.4.8). */
  private void map(byte[] section) {
    if (mapped
        || !isCurrent(section, PMT_TABLE, PMT_HEADER_LENGTH)
        || word(section, 3) != program) {
      return;
    }
    mapped = true;
    int end = section.length - CHECKSUM_LENGTH;
    int at = PMT_HEADER_LENGTH + (word(section, 10) & 0xfff);
    while (at + 5 <= end) {
      int descriptors = at + 5;
      int next = Math.min(descriptors + (word(section, at + 3) & 0xfff), end);
      int pid = word(section, at + 1) & PIDS - 1;
      Content content = StreamTypes.content(section[at] & 0xff, section, descriptors, next);
      add(pid, content);
      at = next;
    }
    sinks[mapPid] = PacketSink.NONE;
  }

  private void add(int pid, Content content) {
    if (sinks[pid].equals(PacketSink.NONE) && streams.size() <= MAX_STREAMS) {
      var stream = new ElementaryStream(pid, content);
      streams.add(stream);
      sinks[pid] = stream;
    }
  }

  private static boolean isCurrent(byte[] section, int table, int headerLength) {
    return section.length >= headerLength + CHECKSUM_LENGTH
        && section[0] == table
        && (section[5] & 1) == 1;
  }

  private static int word(byte[] section, int at) {
    return (section[at] & 0xff) << 8 | (section[at + 1] & 0xff);
  }
}
