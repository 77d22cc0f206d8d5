package dev.chalkstream.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A box of an ISO base media file as a strict reader finds it: what does not add up is an error.
 *
 * @param type its four characters
 * @param content what stands behind its header
 */
record ReadBox(String type, ByteBuffer content) {

  private static final int HEADER = 8;

  /**
   * The boxes of a file, or of another box.
   *
   * @throws IllegalArgumentException if it does not consist of boxes
   */
  static List<ReadBox> all(ByteBuffer bytes) {
    List<ReadBox> boxes = new ArrayList<>();
    ByteBuffer rest = bytes.duplicate();
    while (rest.hasRemaining()) {
      int start = rest.position();
      if (rest.remaining() < HEADER) {
        throw new IllegalArgumentException("a box is cut off at " + start);
      }
      long size = Integer.toUnsignedLong(rest.getInt());
      byte[] type = new byte[4];
      rest.get(type);
      size = size == 1 && rest.remaining() >= 8 ? rest.getLong() : size;
      size = size == 0 ? rest.limit() - start : size;
      if (size < rest.position() - start || size > rest.limit() - start) {
        throw new IllegalArgumentException("a box has a size of " + size + " at " + start);
      }
      int end = start + (int) size;
      ByteBuffer content = rest.slice(rest.position(), end - rest.position());
      boxes.add(new ReadBox(new String(type, ISO_8859_1), content));
      rest.position(end);
    }
    return boxes;
  }

  /** All that can be reached by a path of types. */
  static List<ReadBox> find(List<ReadBox> boxes, String... path) {
    List<ReadBox> found = boxes;
    for (int i = 0; i < path.length; i++) {
      String type = path[i];
      List<ReadBox> here =
          i == 0 ? found : found.stream().flatMap(b -> b.boxes().stream()).toList();
      found = here.stream().filter(box -> box.type.equals(type)).toList();
    }
    return found;
  }

  List<ReadBox> find(String... path) {
    return find(boxes(), path);
  }

  List<ReadBox> boxes() {
    return all(content);
  }

  /** The version of a box that has one. */
  int version() {
    return content.get(0);
  }

  /** The flags of a box that has some. */
  int flags() {
    return content.getInt(0) & 0xffffff;
  }

  /** An unsigned number of 32 bits behind version and flags. */
  long number(int offset) {
    return Integer.toUnsignedLong(content.getInt(4 + offset));
  }

  /** Four characters. */
  String text(int at) {
    byte[] text = new byte[4];
    content.get(at, text);
    return new String(text, ISO_8859_1);
  }
}
