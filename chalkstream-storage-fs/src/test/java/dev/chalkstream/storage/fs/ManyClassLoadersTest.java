package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two web applications in one server may each bring this library and open one directory. */
class ManyClassLoadersTest {

  private static final int INCREMENTS = 500;

  @TempDir Path root;

  @Test
  void storesOfManyClassLoadersLoseNoIncrement() throws Exception {
    try (BlobStore own = FileBlobStore.open(root);
        BlobStore first = openIn(new OwnCopies());
        BlobStore second = openIn(new OwnCopies())) {
      assertThat(first.getClass()).isNotEqualTo(own.getClass()).isNotEqualTo(second.getClass());
      countOn(List.of(own, first, second));
      assertThat(new Counter(own).value()).isEqualTo(3 * INCREMENTS);
    }
  }

  private BlobStore openIn(ClassLoader loader) throws Exception {
    return (BlobStore)
        loader
            .loadClass(FileBlobStore.class.getName())
            .getMethod("open", Path.class)
            .invoke(null, root);
  }

  private static void countOn(List<BlobStore> stores) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(stores.size());
    try {
      List<Callable<Boolean>> threads = new ArrayList<>();
      for (BlobStore store : stores) {
        threads.add(
            () -> {
              new Counter(store).increment(INCREMENTS);
              return true;
            });
      }
      for (Future<Boolean> thread : executor.invokeAll(threads)) {
        thread.get();
      }
    } finally {
      executor.shutdown();
    }
  }

  /** Defines the classes of the file store anew. */
  private static final class OwnCopies extends ClassLoader {

    OwnCopies() {
      super(FileBlobStore.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(FileBlobStore.class.getPackageName() + ".")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known != null ? known : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String resource = name.replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(resource)) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
