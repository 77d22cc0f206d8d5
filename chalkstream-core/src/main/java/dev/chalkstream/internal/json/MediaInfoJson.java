package dev.chalkstream.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.chalkstream.internal.manifest.Limits;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackTiming;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** A packet identifier has 13 bits. */
  private static final int MAX_PID = (1 << 13) - 1;

  /** Spans of time in ticks, so that they can be told in nanoseconds. */
  private static final long MAX_TICKS = 1L << 46;

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
            fields.integer("pid", MAX_PID),
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
    var timing =
        new TrackTiming(
            new TrackTiming.Span(
                fields.number("firstPts", Limits.NUMBER), fields.number("endPts", Limits.NUMBER)),
            new TrackTiming.Span(
                fields.number("firstDts", Limits.NUMBER), fields.number("endDts", Limits.NUMBER)),
            new TrackTiming.Frames(
                fields.number("frame", MAX_TICKS),
                fields.number("shortestFrame", MAX_TICKS),
                fields.number("longestFrame", MAX_TICKS)),
            fields.number("ticks", MAX_TICKS));
    fields.end();
    return timing;
  }
}
