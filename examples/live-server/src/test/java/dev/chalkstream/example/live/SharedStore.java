package dev.chalkstream.example.live;

import dev.chalkstream.storage.s3.AtomicS3Server;
import java.nio.file.Path;
import java.util.Map;

/** A store that several processes reach. */
interface SharedStore extends AutoCloseable {

  /** Its URI, as for the server's {@code --store}. */
  String uri();

  /** What a process that reaches for it needs in its environment. */
  Map<String, String> environment();

  @Override
  void close();

  static SharedStore directory(Path path) {
    return new Plain(path.toUri().toString(), Map.of(), () -> {});
  }

  /** An empty bucket on a server of its own. */
  static SharedStore bucket() {
    AtomicS3Server s3 = AtomicS3Server.start();
    s3.createBucket("streams");
    return new Plain(s3.storeUri("streams"), s3.environment(), s3::close);
  }

  /** An empty bucket, to whose server a line leads. */
  static SharedStore bucketBehind(AtomicS3Server s3, Link link) {
    s3.createBucket("streams");
    String uri = s3.storeUri("streams").replace(s3.endpoint() + "", link.address().toString());
    return new Plain(uri, s3.environment(), () -> {});
  }

  /** A process that reaches for the store, to be given its words. */
  default ProcessBuilder process() {
    ProcessBuilder builder = new ProcessBuilder();
    builder.environment().putAll(environment());
    return builder;
  }

  /** What it is made of. */
  record Plain(String uri, Map<String, String> environment, Runnable onClose)
      implements SharedStore {

    @Override
    public void close() {
      onClose.run();
    }
  }
}
