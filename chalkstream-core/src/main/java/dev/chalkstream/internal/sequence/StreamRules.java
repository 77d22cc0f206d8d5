package dev.chalkstream.internal.sequence;

import dev.chalkstream.StreamPolicy;
import dev.chalkstream.WaitingRoom;

/**
 * By what a stream is changed, beside its manifest and the time.
 *
 * @param policy the policy of new streams, and the bounds of what may wait
 * @param waitingRoom where viewers may have waited, and so which numbers they have seen
 */
public record StreamRules(StreamPolicy policy, WaitingRoom waitingRoom) {}
