package dev.chalkstream.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * A class loader that offers store providers as a jar on the class path does. It defines them anew,
 * so that they belong to no module.
 */
final class ProviderClassLoader extends ClassLoader implements AutoCloseable {

  private static final String SERVICE = "META-INF/services/" + BlobStoreProvider.class.getName();

  private final String services;
  private final List<String> own;
  private final Thread thread = Thread.currentThread();
  private final ClassLoader former = thread.getContextClassLoader();

  /** Becomes the context class loader of the calling thread until it is closed. */
  ProviderClassLoader(String services, Class<?>... own) {
    super(BlobStores.class.getClassLoader());
    this.services = services;
    this.own = List.of(own).stream().map(Class::getName).toList();
    thread.setContextClassLoader(this);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (!name.equals(SERVICE)) {
      return super.getResources(name);
    }
    return Collections.enumeration(List.of(inMemory(services)));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!own.contains(name)) {
      return super.loadClass(name, resolve);
    }
    Class<?> known = findLoadedClass(name);
    return known != null ? known : define(name);
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static URL inMemory(String text) throws IOException {
    URLStreamHandler handler =
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
              @Override
              public void connect() {}

              @Override
              public InputStream getInputStream() {
                return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
              }
            };
          }
        };
    return new URL("file", "", 0, "/services", handler);
  }

  @Override
  public void close() {
    thread.setContextClassLoader(former);
  }
}
