package dev.chalkstream;

import dev.chalkstream.storage.BlobStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all streams of one instance share.
 *
 * @param stored what is kept of streams
 * @param time what time it is
 * @param reading who waits for the store
 * @param rules by what streams are changed
 * @param writer who writes manifests
 * @param observer is told of every new revision that is read or written
 */
record Node(
    Stored stored,
    Time time,
    Reading reading,
    StreamRules rules,
    Writer writer,
    StreamObserver observer) {

  /**
   * What is kept of streams.
   *
   * @param store where they are kept
   * @param manifests the manifests in it
   * @param pages the histories in it
   * @param reaper deletes what is due
   */
  record Stored(BlobStore store, ManifestStore manifests, HistoryPages pages, Reaper reaper) {}

  /**
   * What time it is.
   *
   * @param clock the node's clock
   * @param storeTime corrects it
   */
  record Time(NodeClock clock, StoreTime storeTime) {}

  /**
   * Who waits for the store, and when.
   *
   * @param workers wait for the store
   * @param refreshInterval how long what was read is taken for current
   * @param patience how long requests wait for the store
   */
  record Reading(Workers workers, Duration refreshInterval, Patience patience) {}

  /**
   * Who writes manifests.
   *
   * @param name the name of this instance, unique among all
   * @param writes counts the attempts to write a manifest
   */
  record Writer(String name, AtomicLong writes) {

    /** One that has not written yet, under a new name. */
    static Writer unique() {
      return new Writer(Long.toHexString(new SecureRandom().nextLong()), new AtomicLong());
    }

    private String next() {
      return name + "-" + writes.incrementAndGet();
    }
  }

  /** The same with another observer. */
  Node observedBy(StreamObserver other) {
    return new Node(stored, time, reading, rules, writer, other);
  }

  /** A name for the next attempt to write, so that each recognises itself and no other. */
  String nextWriter() {
    return writer.next();
  }

  BlobStore store() {
    return stored.store();
  }

  ManifestStore manifests() {
    return stored.manifests();
  }

  HistoryPages pages() {
    return stored.pages();
  }

  Reaper reaper() {
    return stored.reaper();
  }

  NodeClock clock() {
    return time.clock();
  }

  StoreTime storeTime() {
    return time.storeTime();
  }

  Workers workers() {
    return reading.workers();
  }

  Duration refreshInterval() {
    return reading.refreshInterval();
  }

  Patience patience() {
    return reading.patience();
  }
}
