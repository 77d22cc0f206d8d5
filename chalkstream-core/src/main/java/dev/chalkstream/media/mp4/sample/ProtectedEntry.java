package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxTypes;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.OpaqueBox;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A sample entry of samples that are encrypted: that of before, with another type, and a {@code
 * sinf} that says which it was (ISO/IEC 14496-12, section 8.12).
 */
public final class ProtectedEntry {

  /** The type of entries of encrypted pictures. */
  public static final String PICTURES = "encv";

  /** The type of entries of encrypted sound. */
  public static final String SOUND = "enca";

  private static final String SCHEME = "sinf";
  private static final String ORIGINAL_FORMAT = "frma";
  private static final int TYPE_AT = 4;

  /** How many bytes stand before the boxes in an entry. */
  private static final int PICTURE_FIELDS = 78;

  private static final int SOUND_FIELDS = 28;

  private static final BoxTypes TYPES = BoxTypes.none().with(ContainerBox::decode, SCHEME);

  private ProtectedEntry() {}

  /**
   * The entry as it was before the samples were encrypted.
   *
   * @param entry any entry
   * @return the original, or the entry itself if it is not encrypted or does not say what it was
   */
  public static Box unprotected(Box entry) {
    return entry instanceof OpaqueBox box ? original(box) : entry;
  }

  private static Box original(OpaqueBox box) {
    int fields =
        switch (box.type()) {
          case PICTURES -> PICTURE_FIELDS;
          case SOUND -> SOUND_FIELDS;
          default -> 0;
        };
    return fields == 0
        ? box
        : format(box.payload(), fields).flatMap(type -> typed(box, type)).orElse(box);
  }

  /** The type of before, if that is said. */
  private static Optional<Bytes> format(Bytes payload, int fields) {
    var in = new BoxReader(payload, TYPES);
    in.bytes(fields);
    List<Box> boxes = in.boxes();
    if (in.hasFailed()) {
      return Optional.empty();
    }
    return new ContainerBox("", boxes)
        .container(SCHEME)
        .flatMap(scheme -> scheme.child(ORIGINAL_FORMAT))
        .filter(OpaqueBox.class::isInstance)
        .map(original -> ((OpaqueBox) original).payload())
        .filter(type -> type.length() == Integer.BYTES);
  }

  private static Optional<Box> typed(OpaqueBox box, Bytes type) {
    byte[] bytes = box.toBytes();
    System.arraycopy(type.toArray(), 0, bytes, TYPE_AT, Integer.BYTES);
    var in = new BoxReader(ByteBuffer.wrap(bytes), SampleBoxes.TYPES);
    List<Box> entries = in.boxes(SampleBoxes.ENTRIES);
    return in.hasFailed() ? Optional.empty() : Optional.of(entries.get(0));
  }
}
