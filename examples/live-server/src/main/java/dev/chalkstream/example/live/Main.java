package dev.chalkstream.example.live;

import java.time.InstantSource;
import java.util.List;

/** Starts the server from the command line. */
public final class Main {

  /** The exit status when the server cannot start as it was told to. */
  static final int CANNOT_START = 2;

  private Main() {}

  /**
   * Starts the server, prints one line with its address and returns; the server runs until the
   * process is told to end. {@code sign-link} makes a link instead. If it cannot start, prints one
   * line that says why and exits with status 2.
   *
   * @param args the options, which {@code --help} lists
   */
  public static void main(String[] args) {
    try {
      if (args.length > 0 && args[0].equals(SignLink.NAME)) {
        List<String> rest = List.of(args).subList(1, args.length);
        System.out.print(SignLink.run(System.getenv(), InstantSource.system(), rest));
        return;
      }
      Options options = Options.parse(System.getenv(), args);
      if (options.helpRequested()) {
        System.out.print(Options.usage());
        return;
      }
      LiveServer server = LiveServer.start(options.toConfig(), InstantSource.system());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
      System.out.println(greeting(server));
    } catch (StartupException e) {
      System.err.println("chalkstream-live-server: " + e.getMessage());
      System.exit(CANNOT_START);
    }
  }

  private static String greeting(LiveServer server) {
    return "Chalkstream is ready at "
        + server.address()
        + server
            .demoStream()
            .map(stream -> ", the demo plays at " + server.address().resolve("play/" + stream))
            .orElse("");
  }
}
