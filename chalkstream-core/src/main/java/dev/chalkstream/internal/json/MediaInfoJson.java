package dev.chalkstream.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.TrackTiming;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is inside a segment, as a JSON object. */
final class MediaInfoJson {

  private MediaInfoJson() {}

  /** Writes the object; its field name stands already. */
  static void write(JsonGenerator out, MediaInfo media) throws IOException {
    out.writeStartObject();
    out.writeBooleanField("keyFrame", media.startsWithKeyFrame());
    out.writeArrayFieldStart("tracks");
    for (MediaTrack track : media.tracks()) {
      out.writeStartObject();
      out.writeNumberField("pid", track.pid());
      out.writeStringField("kind", track.kind().name());
      out.writeStringField("codec", track.codec());
      out.writeNumberField("width", track.width());
      out.writeNumberField("height", track.height());
      out.writeNumberField("sampleRate", track.sampleRate());
      out.writeNumberField("channels", track.channels());
      if (track.timing().isPresent()) {
        out.writeFieldName("timing");
        timing(out, track.timing().get());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void timing(JsonGenerator out, TrackTiming timing) throws IOException {
    out.writeStartObject();
    if (!timing.clock().equals(TrackClock.MPEG_TS)) {
      out.writeNumberField("timescale", timing.clock().timescale());
      out.writeNumberField("bits", timing.clock().timestampBits());
    }
    out.writeNumberField("firstPts", timing.firstPts());
    out.writeNumberField("endPts", timing.endPts());
    out.writeNumberField("firstDts", timing.firstDts());
    out.writeNumberField("endDts", timing.endDts());
    out.writeNumberField("frame", timing.frameTicks());
    out.writeNumberField("shortestFrame", timing.shortestFrameTicks());
    out.writeNumberField("longestFrame", timing.longestFrameTicks());
    out.writeNumberField("ticks", timing.durationTicks());
    out.writeEndObject();
  }

  static MediaInfo read(JsonFields fields) throws IOException {
    boolean keyFrame = fields.bool("keyFrame");
    List<MediaTrack> tracks = new ArrayList<>();
    for (JsonFields track : fields.array("tracks", JsonFields.class)) {
      tracks.add(track(track));
    }
    fields.end();
    return new MediaInfo(tracks, keyFrame);
  }

  private static MediaTrack track(JsonFields fields) throws IOException {
    Optional<JsonFields> timing = fields.optionalObject("timing");
    var track =
        new MediaTrack(
            fields.integer("pid", Integer.MAX_VALUE),
            fields.constant("kind", MediaTrack.Kind.class),
            fields.string("codec"),
            new MediaTrack.Format(
                fields.integer("width", Integer.MAX_VALUE),
                fields.integer("height", Integer.MAX_VALUE),
                fields.integer("sampleRate", Integer.MAX_VALUE),
                fields.integer("channels", Integer.MAX_VALUE)),
            timing.isPresent() ? Optional.of(timing(timing.get())) : Optional.empty());
    fields.end();
    return track;
  }

  private static TrackTiming timing(JsonFields fields) throws IOException {
    try {
      var timing =
          new TrackTiming(
              clock(fields),
              new TrackTiming.Span(ticks(fields, "firstPts"), ticks(fields, "endPts")),
              new TrackTiming.Span(ticks(fields, "firstDts"), ticks(fields, "endDts")),
              new TrackTiming.Frames(
                  ticks(fields, "frame"),
                  ticks(fields, "shortestFrame"),
                  ticks(fields, "longestFrame")),
              ticks(fields, "ticks"));
      fields.end();
      return timing;
    } catch (IllegalArgumentException e) {
      throw new IOException("the field 'timing' cannot be: " + e.getMessage(), e);
    }
  }

  /** A clock that is not written is that of MPEG-TS, which most tracks have. */
  private static TrackClock clock(JsonFields fields) throws IOException {
    OptionalLong timescale = fields.optionalNumber("timescale", TrackClock.MAX_TIMESCALE);
    return timescale.isEmpty()
        ? TrackClock.MPEG_TS
        : new TrackClock(timescale.getAsLong(), fields.integer("bits", Long.SIZE));
  }

  /** The timing itself checks what its clock can tell. */
  private static long ticks(JsonFields fields, String name) throws IOException {
    return fields.number(name, Long.MAX_VALUE);
  }
}
