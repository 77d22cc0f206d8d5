package dev.chalkstream.media.mp4.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxTypes;
import dev.chalkstream.media.mp4.ParentBox;
import dev.chalkstream.media.mp4.sample.SampleBoxes;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads boxes for tests, and checks what holds for all of them. */
public final class BoxTrees {

  private BoxTrees() {}

  /** Those of all boxes, sample entries that stand alone among them. */
  private static final BoxTypes ALL = CmafBoxes.TYPES.with(SampleBoxes.ENTRIES);

  /** Reads what must be right. */
  public static List<Box> read(byte[] bytes) {
    BoxReader reader = CmafBoxes.reader(ByteBuffer.wrap(bytes));
    List<Box> boxes = reader.boxes(ALL);
    assertThat(reader.error()).isEmpty();
    return boxes;
  }

  /** What is wrong with some bytes. */
  public static String error(byte[] bytes) {
    BoxReader reader = CmafBoxes.reader(ByteBuffer.wrap(bytes));
    reader.boxes(ALL);
    return reader.error().orElse("nothing");
  }

  /** Reads the one box that hexadecimal digits are; blanks do not count. */
  public static Box read(String hex) {
    List<Box> boxes = read(bytes(hex));
    assertThat(boxes).hasSize(1);
    return boxes.get(0);
  }

  /** The bytes that hexadecimal digits are; blanks do not count. */
  public static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  /** The hexadecimal digits of a box. */
  public static String hex(Box box) {
    return HexFormat.of().formatHex(box.toBytes());
  }

  /** All boxes at any depth. */
  public static Stream<Box> all(List<Box> boxes) {
    return boxes.stream()
        .flatMap(
            box ->
                box instanceof ParentBox parent
                    ? Stream.concat(Stream.of(box), all(parent.children()))
                    : Stream.of(box));
  }

  /** All boxes of a kind at any depth. */
  public static <T> List<T> all(List<Box> boxes, Class<T> kind) {
    return all(boxes).filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The first of them with a type. */
  public static Box find(List<Box> boxes, String type) {
    Predicate<Box> fits = box -> box.type().equals(type);
    return all(boxes).filter(fits).findFirst().orElseThrow();
  }

  /**
   * A real box is read as a value, and that is written as the box.
   *
   * @return the value
   */
  public static Box checkReal(String hex) {
    Box box = read(hex);
    assertThat(box.toBytes()).isEqualTo(bytes(hex));
    checkRoundTrip(box);
    return box;
  }

  /** What was written is as large as was said, and is read as the same. */
  public static void checkRoundTrip(Box box) {
    byte[] bytes = box.toBytes();
    assertThat(box.size()).isEqualTo(bytes.length);
    assertThat(read(bytes)).containsExactly(box);
  }
}
