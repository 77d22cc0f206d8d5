package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.BlobKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this node has seen under the keys that it dealt with last. If a put in doubt finds what was
 * there before it began, it has not happened. Safe for many threads.
 */
final class Sightings {

  private static final int MAX_KEYS = 1_000;

  private final Map<BlobKey, Mark> marks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlobKey, Mark> eldest) {
          return size() > MAX_KEYS;
        }
      };

  synchronized void saw(BlobKey key, Map<String, String> metadata) {
    marks.put(key, Mark.of(metadata));
  }

  synchronized void sawNothing(BlobKey key) {
    marks.put(key, Mark.NOTHING);
  }

  synchronized Optional<Mark> last(BlobKey key) {
    return Optional.ofNullable(marks.get(key));
  }
}
