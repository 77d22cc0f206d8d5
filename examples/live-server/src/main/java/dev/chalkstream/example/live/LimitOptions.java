package dev.chalkstream.example.live;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that say how much is taken. */
final class LimitOptions {

  @Option(
      names = "--max-segment-bytes",
      paramLabel = "BYTES",
      defaultValue = "33554432",
      description = "The largest segment that is taken (default: ${DEFAULT-VALUE}).")
  private int maxSegmentBytes;

  @Option(
      names = "--upload-timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long one upload may take (default: ${DEFAULT-VALUE}).")
  private int uploadTimeout;

  @Option(
      names = "--max-upload-bytes",
      paramLabel = "BYTES",
      defaultValue = "0",
      description =
          "How many bytes of uploads may be in memory, from all clients together"
              + " (default: a quarter of the heap).")
  private long maxUploadBytes;

  @Option(
      names = "--max-uploads-per-minute",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "How many segments a session may send in a minute (default: any number).")
  private int maxUploadsPerMinute;

  @Option(
      names = "--max-live-streams",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "How many streams may be live at once (default: any number).")
  private int maxLiveStreams;

  int maxSegmentBytes() {
    return maxSegmentBytes;
  }

  UploadLimits toLimits() {
    return new UploadLimits(
        Duration.ofSeconds(uploadTimeout), maxUploadBytes, maxUploadsPerMinute, maxLiveStreams);
  }

  void check() throws StartupException {
    StartupException.require(
        uploadTimeout >= 1, "--upload-timeout is 1 second or more, not " + uploadTimeout);
    StartupException.require(
        maxUploadBytes == 0 || maxUploadBytes >= maxSegmentBytes,
        "--max-upload-bytes has room for one segment of --max-segment-bytes at least, "
            + maxSegmentBytes
            + ", not "
            + maxUploadBytes);
    StartupException.require(
        maxUploadsPerMinute >= 0,
        "--max-uploads-per-minute is 0 or more, not " + maxUploadsPerMinute);
    StartupException.require(
        maxLiveStreams >= 0, "--max-live-streams is 0 or more, not " + maxLiveStreams);
  }
}
