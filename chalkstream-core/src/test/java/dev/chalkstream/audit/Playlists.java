package dev.chalkstream.audit;

/** Playlists in short for the tests of the audit. */
final class Playlists {

  static final String HEADER =
      """
      #EXTM3U
      #EXT-X-VERSION:6
      #EXT-X-TARGETDURATION:2
      #EXT-X-MEDIA-SEQUENCE:10
      #EXT-X-DISCONTINUITY-SEQUENCE:3
      """;

  /** Four segments of two seconds, the third of which begins anew. */
  static final String LIVE =
      HEADER
          + """
          #EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:00.000Z
          #EXTINF:2,
          ../chunk/s/a.ts
          #EXTINF:1.5,
          ../chunk/s/b.ts
          #EXT-X-DISCONTINUITY
          #EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:05.000Z
          #EXTINF:2,
          ../chunk/s/c.ts
          #EXT-X-GAP
          #EXTINF:2,
          ../chunk/s/none.ts
          """;

  static final String NEXT =
      """
      #EXTINF:2.4,
      ../chunk/s/e.ts
      """;

  /** Five segments of fragmented MP4, the third of which begins with another section. */
  static final String FRAGMENTS =
      """
      #EXTM3U
      #EXT-X-VERSION:7
      #EXT-X-TARGETDURATION:2
      #EXT-X-MEDIA-SEQUENCE:10
      #EXT-X-DISCONTINUITY-SEQUENCE:3
      #EXT-X-MAP:URI="../chunk/s/i.mp4"
      #EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:00.000Z
      #EXTINF:2,
      ../chunk/s/a.m4s
      #EXTINF:1.5,
      ../chunk/s/b.m4s
      #EXT-X-MAP:URI="../chunk/s/j.mp4"
      #EXT-X-DISCONTINUITY
      #EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:05.000Z
      #EXTINF:2,
      ../chunk/s/c.m4s
      #EXT-X-GAP
      #EXTINF:2,
      ../chunk/s/none.m4s
      #EXTINF:1,
      ../chunk/s/d.m4s
      """;

  static final String NEXT_FRAGMENT =
      """
      #EXTINF:2,
      ../chunk/s/e.m4s
      """;

  private Playlists() {}

  /** The playlist with another front, whose date is that of the second segment. */
  static String slid(String playlist, int mediaSequence, int discontinuitySequence) {
    return playlist
        .replace("MEDIA-SEQUENCE:10", "MEDIA-SEQUENCE:" + mediaSequence)
        .replace("DISCONTINUITY-SEQUENCE:3", "DISCONTINUITY-SEQUENCE:" + discontinuitySequence)
        .replace("12:00:00.000Z\n#EXTINF:2,\n../chunk/s/a.ts\n", "12:00:02.000Z\n")
        .replace("12:00:00.000Z\n#EXTINF:2,\n../chunk/s/a.m4s\n", "12:00:02.000Z\n");
  }
}
