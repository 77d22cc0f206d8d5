package dev.chalkstream.media;

/**
 * What the header of an audio frame says.
 *
 * @param length the frame's length in bytes, header included
 * @param samples how many samples it adds to the time, for each channel
 * @param sampleRate samples a second, more than 0
 * @param channels channels, or 0 if the header does not say
 * @param codec as RFC 6381 writes it
 */
record AudioFrame(int length, int samples, int sampleRate, int channels, String codec) {}
