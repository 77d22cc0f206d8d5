package dev.chalkstream.media.mp4;

import java.util.List;

/**
 * A box that holds others and nothing else, such as {@code moov} or {@code traf}.
 *
 * @param type its four-character code
 * @param children what it holds, in the order in which it is written
 */
public record ContainerBox(String type, List<Box> children) implements ParentBox {

  /** Copies the list. */
  public ContainerBox {
    children = List.copyOf(children);
  }

  /** Of any type, holding boxes. */
  public static ContainerBox of(String type, Box... children) {
    return new ContainerBox(type, List.of(children));
  }

  /** Reads one. */
  public static ContainerBox decode(BoxReader in) {
    return new ContainerBox(in.type(), in.boxes());
  }

  @Override
  public long size() {
    return HEADER + ParentBox.size(children);
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.boxes(children);
  }
}
