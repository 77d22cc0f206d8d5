package dev.chalkstream.media.mp4;

import java.util.ArrayList;
import java.util.List;

/**
 * Which specifications a file or a segment follows: {@code ftyp} or {@code styp} (ISO/IEC 14496-12,
 * sections 4.3 and 8.16.2).
 *
 * @param type which of the two it is
 * @param majorBrand the brand that fits best
 * @param minorVersion the version of that brand
 * @param compatibleBrands all brands that it conforms to
 */
public record FileType(
    String type, String majorBrand, long minorVersion, List<String> compatibleBrands)
    implements Box {

  /** The type of a file. */
  public static final String FILE = "ftyp";

  /** The type of a segment. */
  public static final String SEGMENT = "styp";

  /** Copies the list. */
  public FileType {
    compatibleBrands = List.copyOf(compatibleBrands);
  }

  /** Reads one. */
  public static FileType decode(BoxReader in) {
    String brand = in.fourCc();
    long version = in.uint32();
    List<String> brands = new ArrayList<>();
    while (in.hasMore()) {
      brands.add(in.fourCc());
    }
    return new FileType(in.type(), brand, version, brands);
  }

  @Override
  public long size() {
    return HEADER + 2 * Integer.BYTES + (long) Integer.BYTES * compatibleBrands.size();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.fourCc(majorBrand);
    out.uint32(minorVersion);
    compatibleBrands.forEach(out::fourCc);
  }
}
