package dev.chalkstream.hls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.function.Consumer;

/**
 * Decodes UTF-8 that comes in pieces, which may end in the middle of a character. What is no UTF-8
 * becomes U+FFFD. Not safe for use by many threads.
 */
final class Utf8 {

  private static final int CHARS = 2_048;
  private static final int LONGEST_CHARACTER = 4;

  private final Consumer<CharBuffer> receiver;
  private final CharsetDecoder decoder =
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final CharBuffer chars = CharBuffer.allocate(CHARS);

  /** The beginning of a character whose end has not come; empty while it has a position of 0. */
  private final ByteBuffer cut = ByteBuffer.allocate(LONGEST_CHARACTER);

  /**
   * Begins before the first byte.
   *
   * @param receiver is handed the characters in a buffer with an array, which is used again
   */
  Utf8(Consumer<CharBuffer> receiver) {
    this.receiver = receiver;
  }

  /**
   * Takes the next piece.
   *
   * @param bytes read from its position to its limit
   */
  void feed(ByteBuffer bytes) {
    while (cut.position() > 0 && bytes.hasRemaining()) {
      cut.put(bytes.get());
      cut.flip();
      decode(cut, false);
      cut.compact();
    }
    decode(bytes, false);
    cut.put(bytes);
  }

  /** Hands on what is left: a character without its end is none. */
  void end() {
    cut.flip();
    decode(cut, true);
    decoder.flush(chars);
    handOn();
  }

  /** Leaves in the buffer what is less than a character. */
  private void decode(ByteBuffer bytes, boolean last) {
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      result = decoder.decode(bytes, chars, last);
      handOn();
    }
  }

  private void handOn() {
    chars.flip();
    if (chars.hasRemaining()) {
      receiver.accept(chars);
    }
    chars.clear();
  }
}
