package dev.chalkstream.internal.resource;

import java.time.Duration;

/**
 * The threads that wait for the store, and for how long.
 *
 * @param workers wait for the store
 * @param refreshInterval how long what was read is taken for current
 * @param patience how long requests wait for the store
 */
public record Reading(Workers workers, Duration refreshInterval, Patience patience) {}
