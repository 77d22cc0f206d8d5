package dev.chalkstream.example.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Some servers on one store. Safe for use by many threads. */
final class Fleet implements AutoCloseable {

  private static final String[] OPTIONS = {"--retention", "0", "--waiting-room", "off"};

  private final SharedStore store;
  private final List<ServerProcess> servers = new CopyOnWriteArrayList<>();

  private Fleet(SharedStore store) {
    this.store = store;
  }

  static Fleet start(SharedStore store, int servers) throws Exception {
    Fleet fleet = new Fleet(store);
    for (int i = 0; i < servers; i++) {
      fleet.servers.add(fleet.start());
    }
    return fleet;
  }

  private ServerProcess start() throws Exception {
    return ServerProcess.start(store.process(), store.uri(), OPTIONS);
  }

  int size() {
    return servers.size();
  }

  ServerProcess server(long turn) {
    return servers.get((int) (turn % servers.size()));
  }

  void kill(int server) {
    servers.get(server).kill();
  }

  void restart(int server) throws Exception {
    servers.set(server, start());
  }

  /** What all servers say of a stream, once they say the same. */
  Listing agreedListing(String stream) throws Exception {
    List<Listing> said = new ArrayList<>();
    Await.until(
        "all servers say the same",
        () -> {
          said.clear();
          for (ServerProcess server : servers) {
            said.add(Listing.of(server, stream));
          }
          return said.stream().distinct().count() == 1;
        });
    return said.get(0);
  }

  @Override
  public void close() throws IOException {
    for (ServerProcess server : servers) {
      server.close();
    }
  }
}
