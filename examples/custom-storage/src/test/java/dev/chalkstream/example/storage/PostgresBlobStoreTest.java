package dev.chalkstream.example.storage;

import com.zaxxer.hikari.HikariDataSource;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.tck.BlobStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, on a real PostgreSQL that two nodes share. */
class PostgresBlobStoreTest extends BlobStoreContract {

  private static final String DATABASE = "contract";

  private static HikariDataSource one;
  private static HikariDataSource another;

  @BeforeAll
  static void startPostgres() throws Exception {
    Postgres postgres = Postgres.shared();
    postgres.newDatabase(DATABASE);
    one = postgres.pool(DATABASE);
    another = postgres.pool(DATABASE);
  }

  @AfterAll
  static void leave() {
    if (another != null) {
      another.close();
      one.close();
    }
  }

  @Override
  protected BlobStore openEmptyStore() throws Exception {
    Postgres.shared().execute(DATABASE, "DROP TABLE IF EXISTS chalkstream_blob");
    return PostgresBlobStore.open(one);
  }

  @Override
  protected BlobStore openSecondStore(BlobStore store) throws Exception {
    return PostgresBlobStore.open(another);
  }
}
