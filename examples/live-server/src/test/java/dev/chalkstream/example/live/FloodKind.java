package dev.chalkstream.example.live;

import java.io.IOException;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** The kinds of hostile requests, and how many of each come for one of the others. */
enum FloodKind {
  PLAYLIST_OF_ONE_NAME(3, HostilePushes::oneNameManyTimes),
  PLAYLIST_OF_DOTS(2, HostilePushes::dots),
  PLAYLIST_OF_LONG_NAMES(4, HostilePushes::longNames),
  PLAYLIST_OF_NOISE(3, HostilePushes::noisyPlaylist),
  SEGMENT_OF_NOISE(8, HostilePushes::noise),
  SEGMENT_NEVER_LISTED(6, HostilePushes::neverListed),
  SEGMENT_TOO_LARGE(3, HostileUploads::tooLarge),
  SEGMENT_WITHOUT_ITS_END(2, HostileUploads::withoutItsEnd),
  SEGMENT_BY_BYTES(5, HostileUploads::byteByByte),
  SEGMENT_WITH_A_WRONG_DIGEST(8, HostileUploads::wrongDigest),
  SEGMENT_OUT_OF_ORDER(6, HostileUploads::outOfOrder),
  COMPLETION_OF_NOTHING(8, HostileUploads::completion),
  HEADER_BY_BYTES(5, HostileHeads::byteByByte),
  HEADER_TOO_LARGE(6, HostileHeads::tooLarge),
  REQUEST_BROKEN_OFF(8, HostileHeads::brokenOff),
  REQUEST_HALF_CLOSED(5, HostileHeads::halfClosed),
  REQUEST_MALFORMED(5, HostileHeads::malformed),
  REQUESTS_PIPELINED(4, HostileHeads::pipelined),
  ENTITY_TAG_FORGED(12, HostileViewers::forgedTag),
  NAME_AT_RANDOM(12, HostileViewers::randomName),
  RANGE_ABSURD(8, HostileViewers::absurdRange),
  WAITING_ROOMS(6, HostileViewers::waitingRooms),
  LINK_FORGED(8, HostileViewers::forgedLink),
  OPERATOR_FORGED(8, HostileViewers::forgedOperator);

  /** One deed of a kind. */
  interface Attack {

    /**
     * Does it.
     *
     * @param chance what is different each time
     * @param answers takes what the server answers, if it does
     * @throws IOException if the server closes the connection
     */
    void on(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
        throws IOException, InterruptedException;
  }

  private final int weight;
  private final Attack attack;

  FloodKind(int weight, Attack attack) {
    this.weight = weight;
    this.attack = attack;
  }

  Attack attack() {
    return attack;
  }

  /** One of them, as often as its weight says. */
  static FloodKind any(Random chance) {
    int total = 0;
    for (FloodKind kind : values()) {
      total += kind.weight;
    }
    int left = chance.nextInt(total);
    for (FloodKind kind : values()) {
      left -= kind.weight;
      if (left < 0) {
        return kind;
      }
    }
    throw new AssertionError("the weights have another sum");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
