package dev.chalkstream.servlet;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a request with a problem, and sees to it that a client that is still sending gets it. */
final class Refusal {

  private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

  /** As long as an upload takes at most, if nobody says otherwise. */
  private static final Duration LINGER = Duration.ofSeconds(60);

  private Refusal() {}

  /** Ends a request that has failed while its thread had it. */
  static void answer(Exchange exchange, Exception failure) throws IOException {
    try {
      if (failure instanceof ClientGoneException gone) {
        throw gone;
      }
      if (failure instanceof BrokenOffException brokenOff) {
        throw brokenOff;
      }
      tell(exchange, failure);
    } catch (ClientGoneException e) {
      LOG.debug("A client has gone away", e);
    }
  }

  private static void tell(Exchange exchange, Exception failure) throws IOException {
    Problem problem = Problems.of(failure);
    if (exchange.response().isCommitted()) {
      Containers.breakOffAnswer(exchange, failure);
      return;
    }
    if (exchange.request().isAsyncStarted()) {
      exchange.problem(problem);
      exchange.request().getAsyncContext().complete();
    } else if (exchange.hasPendingBody()) {
      linger(exchange, problem);
    } else {
      if (exchange.expectsContinue()) {
        exchange.closeAfterwards();
      }
      exchange.problem(problem);
    }
  }

  private static void linger(Exchange exchange, Problem problem) throws IOException {
    if (!exchange.request().isAsyncSupported()) {
      LingeringClose.blocking(exchange, problem);
      return;
    }
    AsyncContext async = exchange.startAsync(LINGER);
    LingeringClose lingering = LingeringClose.begin(exchange, async, problem);
    async.addListener(lingering);
    exchange.request().getInputStream().setReadListener(lingering);
  }
}
