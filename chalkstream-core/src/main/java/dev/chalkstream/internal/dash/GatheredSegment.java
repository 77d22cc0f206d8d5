package dev.chalkstream.internal.dash;

/**
 * A segment, gathered from one or more chunks.
 *
 * @param bytes the chunks as they came, which {@link dev.chalkstream.media.cmaf.FragmentProbe} can
 *     probe; must not be changed
 * @param isLast whether the encoder has marked it as the last of its track
 * @param isFiller whether a part of it stands in for input that the encoder has lost
 */
public record GatheredSegment(byte[] bytes, boolean isLast, boolean isFiller) {}
