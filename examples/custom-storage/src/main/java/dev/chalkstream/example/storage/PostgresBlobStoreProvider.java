package dev.chalkstream.example.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStoreProvider;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens databases by URI: {@code postgres://user:password@host:port/database}, where user, password
 * and port may be left out, with a pool of connections that is closed with the store. {@code
 * ?sslmode=} says whether the connections are encrypted, in the driver's words. Characters that
 * mean something in a URI are written as {@code %40} and the like. Public for {@link
 * java.util.ServiceLoader} only: call {@link PostgresBlobStore#open}.
 */
public final class PostgresBlobStoreProvider implements BlobStoreProvider {

  /** Uploads, and reads that no cache answers, are in the database at once no more often. */
  private static final int CONNECTIONS = 10;

  private static final int CONNECT_SECONDS = 5;

  /** A database that is silent for so long is taken to be out of reach. */
  private static final int ANSWER_SECONDS = 30;

  private static final int MAX_PORT = 65_535;
  private static final int DEFAULT_PORT = 5432;
  private static final Pattern PATH = Pattern.compile("/([^/]+)");
  private static final Pattern SSL_MODE = Pattern.compile("sslmode=([a-z-]+)");

  /** Called by {@link java.util.ServiceLoader}. */
  public PostgresBlobStoreProvider() {}

  @Override
  public String scheme() {
    return "postgres";
  }

  @Override
  public BlobStore open(URI uri) throws IOException {
    HikariDataSource pool = pool(server(uri));
    try {
      return PostgresBlobStore.open(pool, pool);
    } catch (IOException | RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static PGSimpleDataSource server(URI uri) {
    Matcher path = PATH.matcher(uri.getPath() == null ? "" : uri.getPath());
    boolean isServer = uri.getHost() != null && uri.getPort() <= MAX_PORT;
    if (!isServer || uri.getRawFragment() != null || !path.matches()) {
      throw refused("it is not like postgres://user:password@host:5432/database");
    }
    PGSimpleDataSource server = new PGSimpleDataSource();
    server.setServerNames(new String[] {uri.getHost()});
    server.setPortNumbers(new int[] {uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort()});
    server.setDatabaseName(path.group(1));
    server.setConnectTimeout(CONNECT_SECONDS);
    server.setSocketTimeout(ANSWER_SECONDS);
    setLogin(uri, server);
    setSslMode(uri, server);
    return server;
  }

  private static void setLogin(URI uri, PGSimpleDataSource server) {
    if (uri.getRawUserInfo() == null) {
      return;
    }
    String[] login = uri.getRawUserInfo().split(":", 2);
    server.setUser(decoded(login[0]));
    if (login.length == 2) {
      server.setPassword(decoded(login[1]));
    }
  }

  private static void setSslMode(URI uri, PGSimpleDataSource server) {
    if (uri.getRawQuery() == null) {
      return;
    }
    Matcher query = SSL_MODE.matcher(uri.getRawQuery());
    if (!query.matches()) {
      throw refused("the only parameter is sslmode, such as sslmode=verify-full");
    }
    server.setSslMode(query.group(1));
  }

  private static HikariDataSource pool(PGSimpleDataSource server) throws IOException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(server);
    config.setPoolName("chalkstream-postgres");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(CONNECT_SECONDS * 1_000L);
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw new IOException("cannot connect to PostgreSQL: " + e.getMessage(), e);
    }
  }

  private static String decoded(String raw) {
    return URI.create("/" + raw).getPath().substring(1);
  }

  /** The URI itself is left out of the message: it may hold a password. */
  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("not the URI of a PostgreSQL store: " + why);
  }
}
