package dev.chalkstream.histories;

/** What happens to a node at an operation of its store. */
enum StoreFate {
  /** The operation is done and answered. */
  NONE,
  /** The node dies before the operation. */
  DIES_BEFORE,
  /** The node dies after the operation. */
  DIES_AFTER,
  /** The operation does not happen, and is a fault. */
  FAILS,
  /** The operation happens, and is a fault. */
  ANSWER_LOST,
  /** The operation happens twice, and the second time is answered. */
  SENT_TWICE,
  /** Others act before the operation. */
  PAUSES_BEFORE,
  /** Others act after the operation. */
  PAUSES_AFTER
}
