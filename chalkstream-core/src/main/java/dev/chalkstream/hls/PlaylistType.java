package dev.chalkstream.hls;

/** What a media playlist promises about its changes (section 4.4.3.5). */
public enum PlaylistType {
  /** Segments are only ever added at the end. */
  EVENT,
  /** Nothing changes any more. */
  VOD
}
