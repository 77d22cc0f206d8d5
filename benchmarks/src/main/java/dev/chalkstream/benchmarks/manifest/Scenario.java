package dev.chalkstream.benchmarks.manifest;

/**
 * One run.
 *
 * @param latency how long calls of the store take
 * @param limit what the store does about many writes of one key
 * @param load what encoders send
 * @param design how nodes commit
 * @param looking how nodes look for slots
 * @param seconds how long the broadcast takes
 * @param seed decides on all that is left to chance
 */
record Scenario(
    Latency latency,
    KeyLimit limit,
    Load load,
    Design design,
    Looking looking,
    int seconds,
    long seed) {}
