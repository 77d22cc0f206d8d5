package dev.chalkstream.media;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a transport stream, which tell what the packets of its one program carry. They may
 * stand anywhere in a segment.
 */
final class ProgramTables {

  static final int PIDS = 1 << 13;

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

  private final SectionReader associations = new SectionReader(this::associate);
  private final SectionReader maps = new SectionReader(this::map);
  private final Map<Integer, Content> streams = new LinkedHashMap<>();
  private boolean associated;
  private int programs;
  private int program;
  private int mapPid;
  private boolean mapped;

  /**
   * Looks for the program association table.
   *
   * @return whether it is still to be found
   */
  boolean findAssociation(Packet packet) {
    if (packet.pid() == PAT_PID) {
      associations.accept(packet);
    }
    return !associated;
  }

  /**
   * Looks for the program map table, once the association is known.
   *
   * @return whether it is still to be found
   */
  boolean findMap(Packet packet) {
    if (programs == 1 && packet.pid() == mapPid) {
      maps.accept(packet);
    }
    return programs == 1 && !mapped;
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

  /** What reads each elementary stream, by packet identifier, in the order of the map. */
  Map<Integer, Content> streams() {
    return streams;
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
      boolean isTable = pid == PAT_PID || pid == mapPid;
      if (!isTable && streams.size() <= MAX_STREAMS) {
        streams.putIfAbsent(
            pid, StreamTypes.content(section[at] & 0xff, section, descriptors, next));
      }
      at = next;
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
