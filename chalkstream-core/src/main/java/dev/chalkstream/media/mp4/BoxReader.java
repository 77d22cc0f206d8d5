package dev.chalkstream.media.mp4;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads boxes, and the fields of one box; the media in them are not copied. It trusts nothing that
 * it reads. The first error sticks: from then on, all fields are zero and no more boxes follow, so
 * that {@link #error} has to be asked for once only, at the end. If there is one, what was read
 * must not be used. A size of 64 bits is kept for media and for boxes that are kept as they are;
 * others are written with one of 32 bits, which moves what data offsets point to.
 *
 * <p>Time and memory grow with the number of bytes, those of media and of boxes that are kept as
 * they are not counted: no more than 64 bytes of memory for each, and 100,000 besides. There are at
 * most 65,536 boxes, at most 16 deep, and no more samples than bytes and another 65,536.
 *
 * <p>Not safe for use by several threads.
 */
public final class BoxReader {

  private static final int MAX_BITS = 32;

  private final ReaderState state;
  private final BoxTypes types;
  private final @Nullable BoxReader parent;
  private final BoxHeader header;
  private final Bytes bytes;
  private final int depth;

  /** In bits. */
  private long position;

  private BoxReader(
      ReaderState state,
      BoxTypes types,
      @Nullable BoxReader parent,
      BoxHeader header,
      Bytes bytes) {
    this.state = state;
    this.types = types;
    this.parent = parent;
    this.header = header;
    this.bytes = bytes;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.position = (long) header.length() * Byte.SIZE;
  }

  /** Reads what remains in a buffer, whose position stays and whose content must not change. */
  public BoxReader(ByteBuffer bytes, BoxTypes types) {
    this(Bytes.of(bytes), types);
  }

  /** Reads bytes. */
  public BoxReader(Bytes bytes, BoxTypes types) {
    this(new ReaderState(bytes.length()), types, null, new BoxHeader("", 0, 0), bytes);
  }

  /** What was wrong first with all that was read from the same input, or empty. */
  public Optional<String> error() {
    return state.error();
  }

  /** Whether there was an error. */
  public boolean hasFailed() {
    return state.hasFailed();
  }

  /**
   * Notes an error, unless there was one before.
   *
   * @param what what goes on after the path of the box, such as {@code is cut short}
   */
  public void fail(String what) {
    state.fail(path() + " " + what);
  }

  private String path() {
    if (parent == null) {
      return "the input";
    }
    return (parent.parent == null ? "" : parent.path() + "/") + readable(header.type());
  }

  private static String readable(String type) {
    return type.replaceAll("[^ -~]", "?");
  }

  /** The type of the box that is read, or an empty string outside of any. */
  public String type() {
    return header.type();
  }

  /** The version of the full box that is read; it is not read over. */
  public int version() {
    return bytes.length() > header.length() ? bytes.get(header.length()) : 0;
  }

  /** How many whole bytes are left. */
  public int remaining() {
    return (int) (bytes.length() - (position + Byte.SIZE - 1) / Byte.SIZE);
  }

  /** How many bits are left. */
  public long remainingBits() {
    return bytes.length() * (long) Byte.SIZE - position;
  }

  /** Whether there is more to read, and no error. */
  public boolean hasMore() {
    return !hasFailed() && remaining() > 0;
  }

  /** Reads all boxes up to the end. */
  public List<Box> boxes() {
    return boxes(types);
  }

  /** Reads all boxes up to the end, those of the first level by a table of their own. */
  public List<Box> boxes(BoxTypes own) {
    List<Box> boxes = new ArrayList<>();
    while (hasMore()) {
      next(own).ifPresent(boxes::add);
    }
    return boxes;
  }

  /** Reads the next box, if there is one and no error. */
  public Optional<Box> next() {
    return hasMore() ? next(types) : Optional.empty();
  }

  private Optional<Box> next(BoxTypes own) {
    return header().map(next -> child(next).decode(own));
  }

  /**
   * Checks that there are as many boxes as were announced.
   *
   * @param said how many there are said to be
   * @param boxes those that there are
   * @return the boxes
   */
  public List<Box> counted(long said, List<Box> boxes) {
    if (said != boxes.size()) {
      fail("says it holds " + said + " boxes, but holds " + boxes.size());
    }
    return boxes;
  }

  private Optional<BoxHeader> header() {
    Bytes rest = bytes.slice((int) (position / Byte.SIZE), remaining());
    Optional<BoxHeader> next = BoxHeader.decode(rest);
    if (next.isEmpty()) {
      fail("ends in the middle of the header of a box");
    }
    next = next.filter(this::check);
    return next.map(found -> found.size() == 0 ? sized(found, rest.length()) : found);
  }

  private static BoxHeader sized(BoxHeader header, int size) {
    return new BoxHeader(header.type(), size, header.length());
  }

  private boolean check(BoxHeader next) {
    if (!next.isPossible()) {
      refuse(next, "it is smaller than its header, or larger than 2^63");
    } else if (next.size() == 0 && parent != null) {
      refuse(next, "it goes on to the end of the file, which only the last one can");
    } else if (next.size() > remaining()) {
      refuse(next, "it has " + next.size() + " bytes, but only " + remaining() + " are left");
    } else if (depth == ReaderState.MAX_DEPTH) {
      state.fail("boxes are more than " + ReaderState.MAX_DEPTH + " deep");
    } else if (!state.takeBox()) {
      state.fail("there are more than " + ReaderState.MAX_BOXES + " boxes");
    }
    return !hasFailed();
  }

  private void refuse(BoxHeader next, String said) {
    fail("holds a box " + readable(next.type()) + " that says " + said);
  }

  private BoxReader child(BoxHeader next) {
    Bytes box = bytes.slice((int) (position / Byte.SIZE), (int) next.size());
    position += next.size() * Byte.SIZE;
    return new BoxReader(state, types, this, next, box);
  }

  private Box decode(BoxTypes own) {
    Box box = own.decoder(type()).map(decoder -> decoder.decode(this)).orElseGet(this::opaque);
    if (remaining() > 0) {
      fail("has " + remaining() + " bytes more than its fields need");
    }
    return box;
  }

  /** The box that is read as it is, whatever of it was read before. */
  public Box opaque() {
    position = (long) header.length() * Byte.SIZE;
    return new OpaqueBox(type(), header.isLarge(), rest());
  }

  /** A reader of a part of the box that is read; errors of one are errors of both. */
  public BoxReader within(Bytes part) {
    return new BoxReader(state, types, parent, new BoxHeader(type(), part.length(), 0), part);
  }

  /** Whether the size of the box that is read has 64 bits. */
  boolean isLarge() {
    return header.isLarge();
  }

  /** Reads an unsigned number of at most 31 bits, which may begin anywhere. */
  public int bits(int count) {
    return (int) number(count);
  }

  /** Reads one bit. */
  public boolean flag() {
    return number(1) == 1;
  }

  /** Reads over some bits. */
  public void skip(int count) {
    for (int left = count; left > 0; left -= MAX_BITS) {
      number(Math.min(left, MAX_BITS));
    }
  }

  /** Reads an unsigned number of 8 bits. */
  public int uint8() {
    return (int) number(Byte.SIZE);
  }

  /** Reads an unsigned number of 16 bits. */
  public int uint16() {
    return (int) number(Short.SIZE);
  }

  /** Reads a signed number of 16 bits. */
  public int int16() {
    return (short) number(Short.SIZE);
  }

  /** Reads an unsigned number of 24 bits, such as the flags of a full box. */
  public int uint24() {
    return (int) number(3 * Byte.SIZE);
  }

  /** Reads an unsigned number of 32 bits. */
  public long uint32() {
    return number(Integer.SIZE);
  }

  /** Reads a signed number of 32 bits. */
  public int int32() {
    return (int) number(Integer.SIZE);
  }

  /** Reads 64 bits as they are. */
  public long int64() {
    return number(Integer.SIZE) << Integer.SIZE | number(Integer.SIZE);
  }

  /** Reads an unsigned number of 64 bits; one of 2^63 and more is an error. */
  public long uint64() {
    long value = int64();
    if (value < 0) {
      fail("has a number of 2^63 or more");
    }
    return Math.max(0, value);
  }

  /** Reads an unsigned number that has 32 bits in version 0, and 64 in later ones. */
  public long unsigned(int version) {
    return version == 0 ? uint32() : uint64();
  }

  /** Reads a duration of 32 or 64 bits; all ones, "not known", are -1 (section 8.2.2.3). */
  public long duration(int version) {
    if (version == 0) {
      long value = uint32();
      return value == 0xffff_ffffL ? -1 : value;
    }
    long value = int64();
    if (value < -1) {
      fail("has a duration of 2^63 or more");
    }
    return Math.max(-1, value);
  }

  /** Reads a four-character code. */
  public String fourCc() {
    return new String(bytes(Integer.BYTES).toArray(), StandardCharsets.ISO_8859_1);
  }

  /** Reads a string of UTF-8 that ends with a zero. */
  public String string() {
    int from = bytes.length() - remaining();
    int end = from;
    while (end < bytes.length() && bytes.get(end) != 0) {
      end++;
    }
    if (end == bytes.length()) {
      fail("has a string without an end");
      return "";
    }
    Bytes text = bytes(end - from);
    skip(Byte.SIZE);
    return utf8(text);
  }

  private String utf8(Bytes text) {
    try {
      CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(text.buffer());
      return chars.toString();
    } catch (CharacterCodingException e) {
      fail("has a string that is not UTF-8");
      return "";
    }
  }

  /** Reads some bytes, without a copy; all zeros after an error. */
  public Bytes bytes(int count) {
    if (!has((long) count * Byte.SIZE)) {
      return Bytes.EMPTY;
    }
    Bytes read = bytes.slice((int) (position / Byte.SIZE), count);
    position += (long) count * Byte.SIZE;
    return read;
  }

  /** Reads what is left, without a copy. */
  public Bytes rest() {
    return bytes(remaining());
  }

  /**
   * Reads a table whose entries have a size of their own, without a copy.
   *
   * @param entries how many there are said to be
   * @param each bytes of each entry
   */
  public Bytes table(long entries, int each) {
    if (entries > remaining() / each) {
      fail("says it has " + entries + " entries of " + each + " bytes; it has no room for them");
      return Bytes.EMPTY;
    }
    return bytes((int) entries * each);
  }

  /**
   * Checks a number of samples that need no bytes in this box.
   *
   * @param count how many there are said to be
   * @return the number, or 0 if there cannot be so many
   */
  public int samples(long count) {
    if (hasFailed() || !state.takeSamples(count)) {
      fail("says it has more samples than there are bytes");
      return 0;
    }
    return (int) count;
  }

  private boolean has(long count) {
    if (!hasFailed() && count > remainingBits()) {
      fail("is cut short");
    }
    return !hasFailed();
  }

  private long number(int count) {
    if (!has(count)) {
      return 0;
    }
    long value = 0;
    int left = count;
    while (left > 0) {
      int used = (int) (position % Byte.SIZE);
      int taken = Math.min(Byte.SIZE - used, left);
      int octet = bytes.get((int) (position / Byte.SIZE));
      value = value << taken | (octet >> (Byte.SIZE - used - taken) & (1 << taken) - 1);
      position += taken;
      left -= taken;
    }
    return value;
  }
}
