package dev.chalkstream.internal.node;

import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.Reading;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.internal.sequence.StreamRules;
import dev.chalkstream.internal.time.NodeClock;
import dev.chalkstream.internal.time.StoreTime;
import dev.chalkstream.internal.view.HistoryPages;
import dev.chalkstream.storage.BlobStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all streams of one instance share.
 *
 * @param stored what is kept of streams
 * @param time what time it is
 * @param reading the threads that wait for the store, and for how long
 * @param rules by what streams are changed
 * @param writer the name under which this node writes manifests
 * @param observer is told of every new revision that is read or written
 */
public record Node(
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
  public record Stored(
      BlobStore store, ManifestStore manifests, HistoryPages pages, Reaper reaper) {}

  /**
   * What time it is.
   *
   * @param clock the node's clock
   * @param storeTime corrects it
   */
  public record Time(NodeClock clock, StoreTime storeTime) {}

  /**
   * The name under which this node writes manifests.
   *
   * @param name the name of this instance, unique among all
   * @param writes counts the attempts to write a manifest
   */
  public record Writer(String name, AtomicLong writes) {

    /** One that has not written yet, under a new name. */
    public static Writer unique() {
      return new Writer(Long.toHexString(new SecureRandom().nextLong()), new AtomicLong());
    }

    private String next() {
      return name + "-" + writes.incrementAndGet();
    }
  }

  /** The same with another observer. */
  public Node observedBy(StreamObserver other) {
    return new Node(stored, time, reading, rules, writer, other);
  }

  /** A name for the next attempt to write, so that each recognises itself and no other. */
  String nextWriter() {
    return writer.next();
  }

  public BlobStore store() {
    return stored.store();
  }

  public ManifestStore manifests() {
    return stored.manifests();
  }

  HistoryPages pages() {
    return stored.pages();
  }

  Reaper reaper() {
    return stored.reaper();
  }

  public NodeClock clock() {
    return time.clock();
  }

  public StoreTime storeTime() {
    return time.storeTime();
  }

  public Workers workers() {
    return reading.workers();
  }

  public Duration refreshInterval() {
    return reading.refreshInterval();
  }

  Patience patience() {
    return reading.patience();
  }
}
