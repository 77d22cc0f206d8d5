package dev.chalkstream.exported;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The public types in the packages that a module exports to all, with those inside of them. The
 * tests of all published modules look at theirs with this.
 */
public final class ExportedTypes {

  private static final String CLASS = ".class";

  private ExportedTypes() {}

  /** The types of the module of a type, in no order. */
  public static List<Class<?>> besides(Class<?> member)
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path classes = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> types = new ArrayList<>();
    for (ModuleDescriptor.Exports export : member.getModule().getDescriptor().exports()) {
      if (!export.isQualified()) {
        for (String name : names(classes.resolve(export.source().replace('.', '/')))) {
          Class<?> type = Class.forName(export.source() + "." + name);
          if (isPublic(type)) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  /**
   * The constructors and methods of those types that others can call, with more parameters than
   * somebody can tell apart. The components of a record are those of a constructor.
   */
  public static List<Executable> withMoreParametersThan(int most, Class<?> member)
      throws IOException, URISyntaxException, ClassNotFoundException {
    return besides(member).stream()
        .flatMap(
            type ->
                Stream.<Executable>concat(
                    Stream.of(type.getDeclaredConstructors()),
                    Stream.of(type.getDeclaredMethods())))
        .filter(called -> (called.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
        .filter(called -> called.getParameterCount() > most)
        .toList();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(CLASS) && !name.equals("package-info" + CLASS))
          .map(name -> name.substring(0, name.length() - CLASS.length()))
          .toList();
    }
  }

  private static boolean isPublic(Class<?> type) {
    for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
      if (!Modifier.isPublic(outer.getModifiers()) || outer.getCanonicalName() == null) {
        return false;
      }
    }
    return true;
  }
}
