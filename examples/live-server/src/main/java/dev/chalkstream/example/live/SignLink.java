package dev.chalkstream.example.live;

import dev.chalkstream.StreamId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The command that makes links for viewers of a server with {@code --playback-key}. */
@Command(
    name = "java -jar chalkstream-live-server.jar " + SignLink.NAME,
    description = "Prints where a stream is, below the server's address, by a signed link.",
    sortOptions = false,
    usageHelpAutoWidth = true)
final class SignLink {

  static final String NAME = "sign-link";

  @Option(
      names = {PlaybackKeys.OPTION, PlaybackKeys.OTHER_OPTION},
      paramLabel = "KEY",
      split = ",",
      required = true,
      description = "The server's key, or the first of several.")
  private List<String> keys = List.of();

  @Option(
      names = "--minutes",
      paramLabel = "MINUTES",
      defaultValue = "1440",
      description = "For how long it is good (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Parameters(paramLabel = "STREAM_ID", description = "What viewers know the stream by.")
  private String stream = "";

  @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
  private boolean help;

  private SignLink() {}

  /** The command, for what it reads. */
  static CommandLine commandLine() {
    return new CommandLine(new SignLink());
  }

  /**
   * Runs the command.
   *
   * @param environment the environment's variables
   * @param clock from when on a link is good
   * @param args the arguments behind the command's name
   * @return what it prints: a line for players, and one for browsers
   * @throws StartupException if they are not understood
   */
  static String run(Map<String, String> environment, InstantSource clock, List<String> args)
      throws StartupException {
    SignLink command = new SignLink();
    CommandLine line =
        new CommandLine(command)
            .registerConverter(int.class, Options::wholeNumber)
            .setDefaultValueProvider(new EnvironmentDefaults(environment));
    try {
      line.parseArgs(args.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new StartupException(e.getMessage() + EnvironmentDefaults.hint(e), e);
    }
    return command.help ? line.getUsageMessage() : command.links(clock);
  }

  private String links(InstantSource clock) throws StartupException {
    if (minutes < 1) {
      throw new StartupException("--minutes is 1 or more, not " + minutes);
    }
    try {
      StreamId id = StreamId.of(stream);
      String token =
          PlaybackKeys.parse(keys).sign(id, clock.instant().plus(Duration.ofMinutes(minutes)));
      return "t/%s/playlist/%s.m3u8%nplay/%s?server=../t/%s/%n".formatted(token, id, id, token);
    } catch (IllegalArgumentException e) {
      throw new StartupException("STREAM_ID: " + e.getMessage(), e);
    }
  }
}
