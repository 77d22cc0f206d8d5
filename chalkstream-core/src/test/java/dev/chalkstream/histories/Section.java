package dev.chalkstream.histories;

import dev.chalkstream.media.cmaf.TestFragments;
import java.util.List;
import java.util.stream.IntStream;

/** An initialization section that broadcasters send. */
final class Section {

  /** Of three, the third has pictures of another size. */
  private static final int KINDS = 3;

  final byte[] bytes;
  final String digest;

  /** Segments of sections of the same kind may go on without a discontinuity. */
  final int kind;

  private Section(int number) {
    boolean large = number % KINDS == KINDS - 1;
    this.kind = large ? 1 : 0;
    this.bytes = TestFragments.initialization(large ? 1280 : 640, large ? 720 : 360, number);
    this.digest = Chunk.sha256(bytes);
  }

  /** The first so many of them. */
  static List<Section> some(int count) {
    return IntStream.range(0, count).mapToObj(Section::new).toList();
  }

  /** Under what name it is stored as it was sent. */
  String sentName() {
    return digest + ".mp4";
  }

  @Override
  public String toString() {
    return "section " + digest.substring(0, 6);
  }
}
