package dev.chalkstream.histories;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** How every history ends: the broadcast is over, in time it expires, and nothing stays behind. */
final class Ending {

  private static final Duration AVAILABILITY = Duration.ofMinutes(10);
  private static final Duration ORPHAN_AGE = Duration.ofHours(25);

  private final World world;
  private final Truth truth;
  private final Answers answers;
  private final TestNode node;

  Ending(World world, Answers answers) {
    this.world = world;
    this.truth = world.truth;
    this.answers = answers;
    this.node = world.node(() -> {});
  }

  /**
   * Ends the history.
   *
   * @param asked whether its broadcaster says that it is over
   */
  void play(boolean asked) throws IOException {
    if (asked) {
      truth.completions++;
      node.chalkstream.complete(World.SESSION);
    }
    // A clock that was ahead may have set the stream's time some minutes into the future.
    world.clock.advance(AVAILABILITY);
    node.chalkstream.scan();
    answers.checkAll();
    for (Entry entry : world.listings.listed()) {
      world.checkBytes(entry);
    }
    if (world.listings.isSliding()) {
      expire();
    }
    clean();
  }

  private void expire() throws IOException {
    world.clock.advance(world.profile.retention());
    node.chalkstream.tick();
    truth.check(world.listings.current() == null, "it should have expired");
    boolean shown = node.chalkstream.playlist(World.STREAM).isPresent();
    truth.check(
        !shown || world.listings.playlists().isEmpty(), "it has expired, and is still shown");
    world.clock.advance(AVAILABILITY.plus(world.listings.longest()));
    for (int i = 0; i < 3; i++) {
      node.chalkstream.tick();
      world.clock.advance(Duration.ofSeconds(10));
    }
    for (String name : world.stored()) {
      boolean orphan = !world.profile.calm() || !world.listings.knows(name);
      truth.check(name.equals("manifest.json") || orphan, "left after the expiry: " + name);
    }
  }

  private void clean() throws IOException {
    world.clock.advance(ORPHAN_AGE);
    node.chalkstream.scan();
    List<String> listed =
        world.listings.listed().stream()
            .map(entry -> entry.segment)
            .flatMap(
                segment -> Stream.concat(Stream.of(segment.name()), segment.mapName().stream()))
            .toList();
    for (String name : world.stored()) {
      boolean kept =
          name.equals("manifest.json")
              || (!world.listings.isSliding()
                  && (name.startsWith("history/") || listed.contains(name)));
      truth.check(kept, "left behind: " + name);
    }
    for (Entry entry : world.listings.listed()) {
      world.checkBytes(entry);
    }
  }
}
