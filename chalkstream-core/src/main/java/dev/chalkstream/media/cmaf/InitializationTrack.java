package dev.chalkstream.media.cmaf;

import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackClock;

/**
 * A track that an initialization section announces.
 *
 * @param id its number, from 1
 * @param kind what it carries
 * @param codec its codec as RFC 6381 writes it, that under the encryption if it is encrypted, or
 *     {@link MediaTrack#UNKNOWN_CODEC}
 * @param format how large its pictures are, or how its sound was sampled
 * @param language three letters of ISO 639-2, {@code und} if not known
 * @param clock its timescale
 * @param shift what is added to times of the media to get those of the presentation, in its
 *     timescale, because of its edit list
 * @param descriptions how many sample descriptions it has, at least one
 * @param defaults what holds for its samples unless a fragment says otherwise
 */
public record InitializationTrack(
    int id,
    MediaTrack.Kind kind,
    String codec,
    MediaTrack.Format format,
    String language,
    TrackClock clock,
    long shift,
    int descriptions,
    SampleDefaults defaults) {

  /** What has to stay the same where another section takes over without a discontinuity. */
  String signature() {
    String form =
        switch (kind) {
          case VIDEO -> format.width() + "x" + format.height();
          case AUDIO -> format.sampleRate() + "/" + format.channels();
          case OTHER -> "";
        };
    return String.join(" ", Integer.toString(id), kind.name(), codec, form).strip();
  }
}
