package dev.chalkstream.internal.instance;

import dev.chalkstream.StreamId;
import dev.chalkstream.internal.node.StreamEvents;
import dev.chalkstream.internal.node.StreamObserver;
import dev.chalkstream.internal.node.StreamView;
import dev.chalkstream.internal.segment.HotSegments;
import dev.chalkstream.internal.sweep.Sweeper;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes on within one instance how streams change.
 *
 * @param events tells the listener
 * @param sweeper notes when something is due
 * @param segments forgets those of a stream that has expired
 * @param weigh notes how much memory a stream takes up now
 */
record StreamChanges(
    StreamEvents events, Sweeper sweeper, HotSegments segments, Consumer<StreamId> weigh)
    implements StreamObserver {

  @Override
  public void changed(@Nullable StreamView before, StreamView after) {
    events.changed(before, after);
    sweeper.changed(before, after);
    if (after.isExpired() && (before == null || !before.isExpired())) {
      segments.forgetAll(after.stream());
    }
    weigh.accept(after.stream());
  }

  @Override
  public void held(StreamId stream) {
    weigh.accept(stream);
  }
}
