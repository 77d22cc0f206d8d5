package dev.chalkstream.example.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.storage.BlobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class ClosingTest {

  @TempDir private Path directory;

  @Test
  void theStoreIsOpenedByThePropertiesAndClosedWithTheContext() throws Exception {
    BlobStore store;
    try (ConfigurableApplicationContext context =
        SpringApplication.run(
            StudioApplication.class,
            "--server.port=0",
            "--chalkstream.store=" + directory.toUri(),
            "--chalkstream.retention=7",
            "--chalkstream.completion-timeout=5")) {
      store = context.getBean(BlobStore.class);
      Chalkstream chalkstream = context.getBean(Chalkstream.class);

      assertThat(directory).isNotEmptyDirectory();
      assertThat(chalkstream.policy().retention()).isEqualTo(Duration.ofMinutes(7));
      assertThat(chalkstream.policy().completionTimeout()).isEqualTo(Duration.ofSeconds(5));
    }
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> store.list("").close())
        .withMessageContaining("closed");
  }
}
