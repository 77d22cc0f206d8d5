package dev.chalkstream.example.storage;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.storage.StoreFullException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Blobs as rows of the table {@code chalkstream_blob} in a PostgreSQL database, version 12 or
 * later, that any number of stores and nodes may share.
 *
 * <p>A put is one statement, whose condition the database itself decides. A body is held in memory
 * while it is stored or read, so no viewer keeps a connection; blobs are therefore limited to what
 * an array holds, and rows of PostgreSQL to 1 GB. Times are those of the database's clock. Safe for
 * use by many threads.
 */
public final class PostgresBlobStore implements BlobStore {

  /** Keys beyond this are asked for when they are wanted. */
  private static final int PAGE_SIZE = 500;

  /** What a key can begin with, and so what is worth asking the database for. */
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9._~/-]*");

  /** States of PostgreSQL's, beyond those of SQL. */
  private static final String DISK_FULL = "53100";

  private static final String DATA_CORRUPTED = "XX001";
  private static final String INDEX_CORRUPTED = "XX002";

  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private final DataSource database;
  private final Closeable whenClosed;
  private final AtomicBoolean closed = new AtomicBoolean();

  private PostgresBlobStore(DataSource database, Closeable whenClosed) {
    this.database = database;
    this.whenClosed = whenClosed;
  }

  /**
   * Opens a store, and makes its table if there is none.
   *
   * @param database gives connections, of a pool if it is to be quick; not closed with the store
   * @return the open store, which the caller closes
   * @throws IOException if the database is out of reach, or refuses the table
   */
  public static PostgresBlobStore open(DataSource database) throws IOException {
    return open(database, () -> {});
  }

  static PostgresBlobStore open(DataSource database, Closeable whenClosed) throws IOException {
    PostgresBlobStore store =
        new PostgresBlobStore(Objects.requireNonNull(database, "database"), whenClosed);
    store.withConnection(
        connection -> {
          BlobTable.create(connection);
          return store;
        });
    return store;
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    Objects.requireNonNull(range, "range");
    return withConnection(
        connection -> {
          Optional<BlobInfo> info = BlobTable.info(connection, key);
          Optional<Blob> blob = Optional.empty();
          while (info.isPresent() && blob.isEmpty()) {
            blob = read(connection, info.get(), range);
            // Replaced or deleted between the statements: seldom, and never many times in a row.
            info = blob.isPresent() ? info : BlobTable.info(connection, key);
          }
          return blob;
        });
  }

  private static Optional<Blob> read(Connection connection, BlobInfo info, ByteRange range)
      throws SQLException {
    int offset = Math.toIntExact(range.offset(info.size()));
    int length = Math.toIntExact(range.length(info.size()));
    return BlobTable.bytes(connection, info, offset, length)
        .map(bytes -> new Blob(info, range, new ByteArrayInputStream(bytes)));
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    Objects.requireNonNull(condition, "condition");
    byte[] bytes = readFully(body);
    return withConnection(
        connection -> {
          if (condition instanceof PutCondition.IfVersion ifVersion) {
            return BlobTable.replace(connection, key, ifVersion.version(), bytes);
          }
          return condition instanceof PutCondition.IfAbsent
              ? BlobTable.insert(connection, key, bytes)
              : BlobTable.insertOrReplace(connection, key, bytes);
        });
  }

  private static byte[] readFully(BlobContent body) throws IOException {
    int length = Math.toIntExact(body.length());
    try (InputStream in = body.open()) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length || in.read() >= 0) {
        throw new IOException("the body is not of the length that it says, " + length + " bytes");
      }
      return bytes;
    }
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    return withConnection(connection -> BlobTable.info(connection, key));
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    if (!PREFIX.matcher(prefix).matches()) {
      checkOpen();
      return Stream.empty();
    }
    return Stream.iterate(page(prefix, ""), page -> !page.isEmpty(), page -> next(prefix, page))
        .flatMap(List::stream);
  }

  private List<BlobInfo> page(String prefix, String after) throws IOException {
    return withConnection(connection -> BlobTable.page(connection, prefix, after, PAGE_SIZE));
  }

  private List<BlobInfo> next(String prefix, List<BlobInfo> page) {
    if (page.size() < PAGE_SIZE) {
      return List.of();
    }
    try {
      return page(prefix, page.get(page.size() - 1).key().value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    withConnection(
        connection -> {
          BlobTable.delete(connection, key);
          return key;
        });
  }

  @Override
  public void close() throws IOException {
    if (!closed.getAndSet(true)) {
      whenClosed.close();
    }
  }

  private void checkOpen() throws IOException {
    if (closed.get()) {
      throw new IOException("this store is closed");
    }
  }

  /** Runs one statement, which commits itself. */
  private <T> T withConnection(Work<T> work) throws IOException {
    checkOpen();
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(true);
      return work.run(connection);
    } catch (SQLException e) {
      throw fault(e);
    }
  }

  /** Damage and a full disk have names of their own, since callers act on them. */
  static IOException fault(SQLException e) {
    String message = "PostgreSQL: " + e.getMessage();
    return switch (String.valueOf(e.getSQLState())) {
      case DISK_FULL -> new StoreFullException(message, e);
      case DATA_CORRUPTED, INDEX_CORRUPTED -> new DamagedBlobException(message, e);
      default -> new IOException(message, e);
    };
  }
}
