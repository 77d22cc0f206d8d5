package dev.chalkstream.media.cmaf;

/**
 * Some bytes of a segment.
 *
 * @param offset where they begin, from 0
 * @param length how many there are
 */
public record ByteRange(long offset, long length) {}
