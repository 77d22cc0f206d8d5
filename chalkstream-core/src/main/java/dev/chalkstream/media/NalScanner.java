package dev.chalkstream.media;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Looks through an access unit as far as its first slice. */
final class NalScanner {

  /** A longer unit is read as if it ended here. */
  private static final int MAX_UNIT = 1024;

  private static final int RECOVERY_POINT = 6;

  private final NalSyntax syntax;
  private final byte[] unit = new byte[MAX_UNIT];
  private int length;
  private int type;
  private int zeros;
  private boolean atHeader;
  private boolean collecting;

  private boolean done;
  private boolean keyFrame;
  private boolean recoveryPoint;
  private boolean parameterSet;
  private @Nullable VideoFormat format;

  NalScanner(NalSyntax syntax) {
    this.syntax = syntax;
  }

  /** Begins with another access unit. */
  void begin() {
    zeros = 0;
    atHeader = false;
    collecting = false;
    done = false;
    keyFrame = false;
    recoveryPoint = false;
    parameterSet = false;
  }

  void read(ByteBuffer bytes, int from, int to) {
    for (int at = from; at < to && !done; at++) {
      next(bytes.get(at));
    }
  }

  /** Whether the first slice was reached. */
  boolean isDone() {
    return done;
  }

  /** Whether that slice can be decoded without any before it. */
  boolean isKeyFrame() {
    return keyFrame || recoveryPoint;
  }

  /** Whether the access unit brings a parameter set. */
  boolean hasParameterSet() {
    return parameterSet;
  }

  /** What the first parameter set of all said. */
  @Nullable VideoFormat format() {
    return format;
  }

  private void next(byte value) {
    if (zeros >= 2 && value == 1) {
      endUnit();
      atHeader = true;
    } else if (atHeader) {
      atHeader = false;
      beginUnit(value);
    } else if (collecting && !(zeros >= 2 && value == 3)) {
      append(value);
    }
    zeros = value == 0 ? zeros + 1 : 0;
  }

  private void beginUnit(byte header) {
    type = syntax.type(header);
    done = syntax.isSlice(type);
    keyFrame = done && syntax.isKey(type);
    collecting = syntax.isParameterSet(type) || syntax.isMessage(type);
    length = 0;
    append(header);
  }

  private void append(byte value) {
    if (length < MAX_UNIT) {
      unit[length++] = value;
    }
  }

  private void endUnit() {
    if (!collecting) {
      return;
    }
    collecting = false;
    length = Math.max(0, length - zeros);
    if (syntax.isMessage(type)) {
      recoveryPoint |= isRecoveryPoint();
    } else {
      parameterSet = true;
      format = format == null ? syntax.parse(Arrays.copyOf(unit, length), length) : format;
    }
  }

  /** Whether a message says that from here on all frames are right (section D.1.8). */
  private boolean isRecoveryPoint() {
    int at = 1;
    while (at + 2 < length) {
      int payloadType = unit[at] & 0xff;
      int size = unit[at + 1] & 0xff;
      if (payloadType == RECOVERY_POINT) {
        return new BitReader(unit, at + 2, length).unsigned() == 0;
      }
      if (payloadType == 0xff || size == 0xff) {
        return false;
      }
      at += 2 + size;
    }
    return false;
  }
}
