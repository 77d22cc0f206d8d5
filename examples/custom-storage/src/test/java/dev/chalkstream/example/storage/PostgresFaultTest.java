package dev.chalkstream.example.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.StoreFullException;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresFaultTest {

  @ParameterizedTest
  @CsvSource({
    "53100, could not extend file, true, false",
    "XX001, invalid page in block 3, false, true",
    "XX002, right sibling of 2 changed, false, true",
    "08006, the connection was closed, false, false",
    ", no state, false, false"
  })
  void aFullDiskAndDamageAreToldFromOtherFaults(
      String state, String message, boolean full, boolean damaged) {
    SQLException e = new SQLException(message, state);

    IOException fault = PostgresBlobStore.fault(e);

    assertThat(fault).hasMessageContaining(message).hasCause(e);
    assertThat(fault instanceof StoreFullException).isEqualTo(full);
    assertThat(fault instanceof DamagedBlobException).isEqualTo(damaged);
  }
}
