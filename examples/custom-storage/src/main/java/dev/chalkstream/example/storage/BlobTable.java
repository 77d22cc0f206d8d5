package dev.chalkstream.example.storage;

import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table and its statements, each of them one atomic step of the database. The connection is the
 * caller's, and commits each statement by itself.
 */
final class BlobTable {

  /**
   * Keys are ordered by their bytes. A version is drawn from a sequence, so that it is new also
   * where a key is deleted and comes back. Bodies are left as they are: video does not shrink, and
   * only of what is not compressed can PostgreSQL read a part. Nodes that start together take turns
   * by a lock of any number, the same on every node.
   */
  private static final String CREATE =
      """
      DO $$ BEGIN
        PERFORM pg_advisory_xact_lock(426835143787);
        IF to_regclass('chalkstream_blob') IS NULL THEN
          CREATE TABLE chalkstream_blob (
            key text COLLATE "C" PRIMARY KEY,
            version bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
            modified timestamptz NOT NULL DEFAULT clock_timestamp(),
            body bytea NOT NULL);
          ALTER TABLE chalkstream_blob ALTER COLUMN body SET STORAGE EXTERNAL;
        END IF;
      END $$""";

  private static final String INFO = "key, version, modified, octet_length(body) AS size";

  private BlobTable() {}

  /** Makes the table if there is none. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE);
    }
  }

  static Optional<BlobVersion> insertOrReplace(Connection connection, BlobKey key, byte[] body)
      throws SQLException {
    String sql =
        """
        INSERT INTO chalkstream_blob (key, body) VALUES (?, ?)
        ON CONFLICT (key) DO UPDATE SET body = excluded.body, version = DEFAULT, modified = DEFAULT
        RETURNING version""";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, key.value());
      statement.setBytes(2, body);
      return writtenVersion(statement);
    }
  }

  static Optional<BlobVersion> insert(Connection connection, BlobKey key, byte[] body)
      throws SQLException {
    String sql =
        """
        INSERT INTO chalkstream_blob (key, body) VALUES (?, ?)
        ON CONFLICT (key) DO NOTHING RETURNING version""";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, key.value());
      statement.setBytes(2, body);
      return writtenVersion(statement);
    }
  }

  static Optional<BlobVersion> replace(
      Connection connection, BlobKey key, BlobVersion version, byte[] body) throws SQLException {
    // As text, since the version may be another store's, and then it is no number at all.
    String sql =
        """
        UPDATE chalkstream_blob SET body = ?, version = DEFAULT, modified = DEFAULT
        WHERE key = ? AND version::text = ? RETURNING version""";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, body);
      statement.setString(2, key.value());
      statement.setString(3, version.value());
      return writtenVersion(statement);
    }
  }

  static void delete(Connection connection, BlobKey key) throws SQLException {
    String sql = "DELETE FROM chalkstream_blob WHERE key = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, key.value());
      statement.executeUpdate();
    }
  }

  static Optional<BlobInfo> info(Connection connection, BlobKey key) throws SQLException {
    String sql = "SELECT " + INFO + " FROM chalkstream_blob WHERE key = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, key.value());
      return infos(statement).stream().findFirst();
    }
  }

  /**
   * Reads a part of a blob, or nothing if the blob is no longer as it was described.
   *
   * @param offset how many bytes to leave out
   * @param length how many bytes to read
   */
  static Optional<byte[]> bytes(Connection connection, BlobInfo blob, int offset, int length)
      throws SQLException {
    String sql =
        """
        SELECT substring(body FROM ? FOR ?) FROM chalkstream_blob
        WHERE key = ? AND version::text = ?""";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, offset + 1);
      statement.setInt(2, length);
      statement.setString(3, blob.key().value());
      statement.setString(4, blob.version().value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
      }
    }
  }

  /**
   * Lists blobs by their keys.
   *
   * @param prefix the beginning of the keys, of characters that keys are made of
   * @param after the key behind which to begin, or {@code ""}
   * @param limit the greatest number of blobs
   */
  static List<BlobInfo> page(Connection connection, String prefix, String after, int limit)
      throws SQLException {
    String sql =
        "SELECT "
            + INFO
            + " FROM chalkstream_blob WHERE key >= ? AND key < ? AND key > ? ORDER BY key LIMIT ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, prefix);
      // DEL is next to '~', the last character of keys; LIKE would take their '_' for a wildcard.
      statement.setString(2, prefix + '\u007f');
      statement.setString(3, after);
      statement.setInt(4, limit);
      return infos(statement);
    }
  }

  private static Optional<BlobVersion> writtenVersion(PreparedStatement statement)
      throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.of(version(row)) : Optional.empty();
    }
  }

  private static List<BlobInfo> infos(PreparedStatement statement) throws SQLException {
    List<BlobInfo> infos = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        infos.add(
            new BlobInfo(
                BlobKey.of(row.getString("key")),
                row.getLong("size"),
                version(row),
                row.getObject("modified", OffsetDateTime.class).toInstant()));
      }
    }
    return infos;
  }

  private static BlobVersion version(ResultSet row) throws SQLException {
    return BlobVersion.of(row.getString("version"));
  }
}
