package dev.chalkstream.servlet;

/** The kinds of things that have a path. */
enum Resource {
  UPLOAD("a segment's upload", "PUT, OPTIONS"),
  INITIALIZATION("an initialization section's upload", "PUT, OPTIONS"),
  PUSHED_SEGMENT("a pushed segment", Resource.PUSH_METHODS),
  PUSHED_FRAGMENTS("a pushed segment or initialization section", Resource.PUSH_METHODS),
  PUSHED_PLAYLIST("a pushed playlist", Resource.PUSH_METHODS),
  PUSHED_SUBTITLES("what is pushed", Resource.PUSH_METHODS),
  TRACK("a track of CMAF", Resource.PUSH_METHODS),
  PUSHED_MANIFEST("what is pushed", Resource.PUSH_METHODS),
  PUSHED_OTHER("what is pushed", Resource.PUSH_METHODS),
  DIRECTORY("a directory of what is pushed", "OPTIONS"),
  COMPLETION("a broadcast's completion", "POST, OPTIONS"),
  INFO("what is announced of a stream", "PUT, OPTIONS"),
  PLAYLIST("a playlist", "GET, HEAD, OPTIONS"),
  SEGMENT("a segment", "GET, HEAD, OPTIONS"),
  POSTER("the poster", "GET, HEAD, OPTIONS");

  private static final String PUSH_METHODS = "PUT, POST, DELETE, OPTIONS";

  private final String title;
  private final String allow;

  Resource(String title, String allow) {
    this.title = title;
    this.allow = allow;
  }

  String title() {
    return title;
  }

  /** Whether viewers ask for it. */
  boolean isPlayback() {
    return this == PLAYLIST || this == SEGMENT || this == POSTER;
  }

  /** Whether broadcasters send to it. */
  boolean isIngest() {
    return !isPlayback();
  }

  /** Its methods, as in the header {@code Allow}. */
  String allow() {
    return allow;
  }

  boolean allows(String method) {
    for (String allowed : allow.split(", ", -1)) {
      if (allowed.equals(method)) {
        return true;
      }
    }
    return false;
  }
}
