package dev.chalkstream.example.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own, in a temporary directory and on a free port of the loopback
 * interface. PostgreSQL refuses to run as root, so root's tests run it as the user that its package
 * made.
 */
final class Postgres {

  private static final String SERVICE_USER = "postgres";
  private static final long PATIENCE_SECONDS = 60;
  private static final long PAUSE_MILLIS = 20;

  private static @Nullable Postgres shared;

  private final Path directory;
  private final String password = UUID.randomUUID().toString();
  private final int port;
  private final Process process;

  private Postgres() throws Exception {
    List<String> asUser = asOrdinaryUser();
    Path initdb = PostgresPrograms.need("initdb");
    Path postgres = PostgresPrograms.need("postgres");
    directory = Files.createTempDirectory("chalkstream-postgres");
    Path passwordFile = Files.writeString(directory.resolve("password"), password);
    if (!asUser.isEmpty()) {
      own(passwordFile);
      own(directory);
    }
    String data = directory.resolve("data").toString();
    Process created =
        start(
            asUser,
            initdb + " --no-sync --no-locale -E UTF8 -U studio -A scram-sha-256",
            "--pwfile=" + passwordFile,
            data);
    assertThat(created.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(created.exitValue()).as(log()).isZero();
    port = freePort();
    process =
        start(
            asUser,
            postgres + " -c listen_addresses=127.0.0.1 -c fsync=off -p " + port,
            "--unix_socket_directories=",
            "-D",
            data);
    // A JVM that ends takes it along, whether its tests have passed or not.
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-postgres"));
    awaitReady();
  }

  /** The one server of this JVM, which ends with it. */
  static synchronized Postgres shared() throws Exception {
    if (shared == null) {
      shared = new Postgres();
    }
    return shared;
  }

  /** Makes a database, and returns its URI for the provider. */
  String newDatabase(String name) throws SQLException {
    execute("postgres", "CREATE DATABASE " + name);
    return "postgres://studio:" + password + "@127.0.0.1:" + port + "/" + name;
  }

  /** Some connections to a database, as an application has them. */
  HikariDataSource pool(String database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbc(database));
    config.setUsername("studio");
    config.setPassword(password);
    config.setMaximumPoolSize(5);
    return new HikariDataSource(config);
  }

  void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbc(database), "studio", password);
  }

  private String jdbc(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static List<String> asOrdinaryUser() {
    if (!System.getProperty("user.name").equals("root")) {
      return List.of();
    }
    String setpriv = Tools.need("setpriv").toString();
    return List.of(
        setpriv, "--reuid=" + SERVICE_USER, "--regid=" + SERVICE_USER, "--clear-groups", "--");
  }

  private static void own(Path path) throws IOException {
    Files.setOwner(
        path,
        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SERVICE_USER));
  }

  private Process start(List<String> prefix, String command, String... more) throws IOException {
    List<String> words = new ArrayList<>(prefix);
    words.addAll(List.of(command.split(" ")));
    words.addAll(List.of(more));
    return new ProcessBuilder(words)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws Exception {
    long start = System.nanoTime();
    while (true) {
      try {
        connect("postgres").close();
        return;
      } catch (SQLException e) {
        boolean late = System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        if (late || !process.isAlive()) {
          throw new AssertionError("PostgreSQL does not start: " + log(), e);
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  /** SIGINT is PostgreSQL's word for: end now, and in order. */
  private void stop() {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("PostgreSQL was not cleared away: " + e);
    }
  }
}
