package dev.chalkstream.media.mp4;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A box that holds others. */
public interface ParentBox extends Box {

  /** What it holds, in the order in which it is written. */
  List<Box> children();

  /** The first box of a kind that it holds itself. */
  default <T extends Box> Optional<T> child(Class<T> kind) {
    return all(kind).findFirst();
  }

  /** The first box of a type that it holds itself. */
  default Optional<Box> child(String type) {
    return children().stream().filter(box -> box.type().equals(type)).findFirst();
  }

  /** The first container of a type that it holds itself. */
  default Optional<ContainerBox> container(String type) {
    return containers(type).findFirst();
  }

  /** All boxes of a kind that it holds itself. */
  default <T extends Box> Stream<T> all(Class<T> kind) {
    return children().stream().filter(kind::isInstance).map(kind::cast);
  }

  /** All containers of a type that it holds itself. */
  default Stream<ContainerBox> containers(String type) {
    return all(ContainerBox.class).filter(box -> box.type().equals(type));
  }

  /** How many bytes some boxes have together. */
  static long size(List<? extends Box> boxes) {
    return boxes.stream().mapToLong(Box::size).sum();
  }
}
