package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * nginx with the site of docs/deploying.md as it stands there, but for ports, the certificate's
 * place and the logs'. Closing ends it.
 */
final class NginxSite implements AutoCloseable {

  /** The name that the document uses. */
  static final String NAME = "live.example.org";

  private static final String MAIN =
      """
      daemon off;
      pid {directory}/nginx.pid;
      {user}
      events {}
      http {
        client_body_temp_path {directory}/body;
        proxy_temp_path {directory}/proxy;
        fastcgi_temp_path {directory}/fastcgi;
        uwsgi_temp_path {directory}/uwsgi;
        scgi_temp_path {directory}/scgi;
        include {directory}/site.conf;
      }
      """;

  private final Command nginx;
  private final Path directory;
  private final int plainPort;
  private final int port;

  private NginxSite(Command nginx, Path directory, int plainPort, int port) {
    this.nginx = nginx;
    this.directory = directory;
    this.plainPort = plainPort;
    this.port = port;
  }

  /** Starts it in front of a server. */
  static NginxSite start(Path directory, URI server) throws Exception {
    Path program = Tools.need("nginx");
    makeCertificate(directory);
    int plainPort = Ports.free();
    int port = Ports.free();
    String site =
        Readme.snippet("docs/deploying.md", "Behind nginx", "nginx")
            .replaceAll("listen \\[::]:.*;", "")
            .replace("listen 80;", "listen 127.0.0.1:" + plainPort + ";")
            .replace("listen 443 ", "listen 127.0.0.1:" + port + " ")
            .replace("server 127.0.0.1:8080;", "server " + server.getAuthority() + ";")
            .replace("/etc/letsencrypt/live/" + NAME, directory.toString())
            .replace("/var/log/nginx", directory.toString());
    Files.writeString(directory.resolve("site.conf"), site);
    Files.writeString(directory.resolve("nginx.conf"), main(directory));
    String options = "-e stderr -p " + directory + " -c " + directory.resolve("nginx.conf");
    Command nginx = Command.start(program, options);
    Await.until(
        "nginx runs", () -> !nginx.isRunning() || Files.exists(directory.resolve("nginx.pid")));
    assertThat(nginx.isRunning()).as("%s", nginx.err()).isTrue();
    return new NginxSite(nginx, directory, plainPort, port);
  }

  private static String main(Path directory) {
    String user = System.getProperty("user.name");
    return MAIN.replace("{directory}", directory.toString())
        .replace("{user}", user.equals("root") ? "user root;" : "");
  }

  private static void makeCertificate(Path directory) throws Exception {
    String request = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=" + NAME;
    try (Command openssl =
        Command.start(
            Tools.need("openssl"),
            request,
            "-keyout",
            directory.resolve("privkey.pem"),
            "-out",
            directory.resolve("fullchain.pem"))) {
      assertThat(openssl.exitStatus()).as("%s", openssl.err()).isZero();
    }
  }

  /** Where it redirects from. */
  URI plainAddress() {
    return URI.create("http://127.0.0.1:" + plainPort + "/");
  }

  /** How a browser gets to it by its name, without asking for that name elsewhere. */
  String[] browserFlags() {
    return new String[] {
      "--host-resolver-rules=MAP " + NAME + ":443 127.0.0.1:" + port, "--ignore-certificate-errors"
    };
  }

  /** What it has logged. */
  String log() throws IOException {
    return Files.readString(directory.resolve("chalkstream.log"));
  }

  @Override
  public void close() throws IOException {
    nginx.end();
  }
}
