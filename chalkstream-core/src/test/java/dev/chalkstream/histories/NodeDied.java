package dev.chalkstream.histories;

/** A node is dead: nothing that it was about to do happens any more. */
final class NodeDied extends Error {

  private static final long serialVersionUID = 1L;

  NodeDied() {
    super("the node has died", null, false, false);
  }
}
