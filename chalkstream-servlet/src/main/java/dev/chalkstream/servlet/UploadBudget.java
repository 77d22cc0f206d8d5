package dev.chalkstream.servlet;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of uploads are in memory, and how many may be. Safe for many threads. */
final class UploadBudget {

  private final long limit;
  private final AtomicLong held = new AtomicLong();

  UploadBudget(long limit) {
    this.limit = limit;
  }

  /** Takes room for more bytes; returns whether there was any. */
  boolean take(long bytes) {
    long before = held.getAndUpdate(now -> now + bytes <= limit ? now + bytes : now);
    return before + bytes <= limit;
  }

  void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }

  /** The bytes in memory at this moment. */
  long held() {
    return held.get();
  }
}
