package dev.chalkstream.histories;

import dev.chalkstream.audit.ChangeRules;
import dev.chalkstream.audit.FormatRules;
import dev.chalkstream.audit.ReadPlaylist;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What viewers see at the nodes: always a revision's playlist, and never an older one than before.
 */
final class Viewers {

  private final Truth truth;
  private final Listings listings;

  Viewers(Truth truth, Listings listings) {
    this.truth = truth;
    this.listings = listings;
  }

  /** A viewer at a node has got a playlist, or none. */
  void saw(TestNode node, @Nullable String text) {
    if (text == null) {
      checkNone(node);
      return;
    }
    ReadPlaylist now = ReadPlaylist.parse(text);
    int position = listings.positionOf(text);
    if (position < 0) {
      checkWaitingRoom(node, now);
    } else {
      truth.check(position >= node.position, node + " shows an older playlist than before");
      node.position = position;
    }
    ReadPlaylist before = node.seen;
    boolean turnedBack = node.clock.wasTurnedBack() && now.isWaitingRoom();
    if (before != null && !turnedBack) {
      truth.check(
          ChangeRules.violations(before, now),
          "at " + node + "\n" + before.text() + "\n" + now.text());
    }
    node.seen = now;
    if (truth.profile.calm()) {
      checkUpToDate(node, now);
    }
  }

  private void checkNone(TestNode node) {
    boolean waits = listings.playlists().isEmpty() || node.position < 0;
    truth.check(!waits || !truth.profile.hasWaitingRoom() || expired(), "no waiting room");
    boolean calm = truth.profile.calm() && truth.profile.refresh().isZero();
    truth.check(!calm || listings.current() == null, "there is a playlist, but not at " + node);
  }

  private boolean expired() {
    return !listings.playlists().isEmpty();
  }

  private void checkWaitingRoom(TestNode node, ReadPlaylist now) {
    truth.check(now.isWaitingRoom(), "no revision has this playlist\n" + now.text());
    truth.check(truth.profile.hasWaitingRoom(), "the waiting room is closed");
    truth.check(node.position < 0, "back to the waiting room at " + node);
    truth.check(FormatRules.violations(now), "the waiting room");
    truth.check(now.micros() >= 3_000_000 * now.targetDuration(), "the waiting room is too short");
  }

  /** Where nothing goes wrong, what is due is done by the time that it is seen. */
  private void checkUpToDate(TestNode node, ReadPlaylist now) {
    ReadPlaylist current = listings.current();
    if (!truth.profile.refresh().isZero() || current == null) {
      return;
    }
    truth.check(now.text().equals(current.text()), "an old playlist at " + node);
    Instant time = truth.clock.instant();
    truth.check(!truth.mustBeComplete(node) || now.ended(), "it should be complete");
    Entry last = listings.listed().get(listings.listed().size() - 1);
    boolean old = !time.isBefore(last.listedAt.plus(truth.profile.retention()));
    truth.check(!now.ended() || !old || !listings.isSliding(), "it should have expired");
  }
}
