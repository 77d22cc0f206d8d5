package dev.chalkstream.benchmarks.manifest;

import java.util.List;

/** Sends what encoders send, and sends again what was refused, as the browser's client does. */
final class Broadcast {

  private static final long FIRST_BACK_OFF = 500 * VirtualTime.MILLI;
  private static final long LONGEST_BACK_OFF = 5 * VirtualTime.SECOND;

  /** Takes an upload, and tells later whether it is acknowledged (or else answered 503). */
  interface Taker {
    void take(Upload upload, Runnable acknowledged, Runnable refused);
  }

  private final VirtualTime time;
  private final Load load;
  private final List<? extends Taker> nodes;
  private final Tally tally;

  Broadcast(VirtualTime time, Load load, List<? extends Taker> nodes, Tally tally) {
    this.time = time;
    this.load = load;
    this.nodes = nodes;
    this.tally = tally;
  }

  /** Plans all uploads of a broadcast. */
  void plan(int seconds) {
    int count = (int) (seconds * VirtualTime.SECOND / load.unitMicros());
    tally.planned(load.renditions() * count);
    for (int rendition = 0; rendition < load.renditions(); rendition++) {
      long offset = load.aligned() ? 0 : rendition * load.unitMicros() / load.renditions();
      for (int number = 0; number < count; number++) {
        Item item = new Item(rendition, number);
        long cut = (number + 1) * load.unitMicros() + offset;
        time.at(cut + onTheWay(), () -> first(item));
      }
    }
  }

  private long onTheWay() {
    long usual = load.uploadMillis() * VirtualTime.MILLI;
    return time.between(usual / 2, usual + usual / 2);
  }

  private void first(Item item) {
    Upload upload = new Upload(item, time.now());
    tally.arrived(upload);
    send(upload);
  }

  private void send(Upload upload) {
    nodes
        .get(route(upload.item()))
        .take(upload, () -> tally.acknowledged(upload, time.now()), () -> again(upload));
  }

  private void again(Upload upload) {
    tally.refused();
    long most = Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF << Math.min(upload.refuse() - 1, 8));
    time.after(time.between(0, most) + onTheWay(), () -> send(upload));
  }

  private int route(Item item) {
    return switch (load.routing()) {
      case RANDOM -> time.random().nextInt(load.nodes());
      case BY_RENDITION -> item.rendition() % load.nodes();
      case BY_SESSION -> 0;
    };
  }
}
