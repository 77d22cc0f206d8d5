package dev.chalkstream.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** An {@link AsyncListener} that looks at the time limit only. */
@FunctionalInterface
interface TimeoutListener extends AsyncListener {

  /** Must complete the request, or the container answers in its own way. */
  @Override
  void onTimeout(AsyncEvent event);

  @Override
  default void onComplete(AsyncEvent event) {}

  /** Errors come to the read or write listener too, which deals with them. */
  @Override
  default void onError(AsyncEvent event) {}

  @Override
  default void onStartAsync(AsyncEvent event) {}
}
