package dev.chalkstream.storage.tck;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGenerator;

/**
 * Shows the names of tests as the sentences that they are, so that a report reads as a contract.
 */
final class SentenceNames extends DisplayNameGenerator.Standard {

  SentenceNames() {}

  @Override
  public String generateDisplayNameForNestedClass(
      List<Class<?>> enclosingInstanceTypes, Class<?> nestedClass) {
    return sentence(nestedClass.getSimpleName());
  }

  @Override
  public String generateDisplayNameForMethod(
      List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
    return sentence(testMethod.getName());
  }

  static String sentence(String camelCase) {
    StringBuilder sentence = new StringBuilder();
    for (int i = 0; i < camelCase.length(); i++) {
      char c = camelCase.charAt(i);
      if (Character.isUpperCase(c)) {
        sentence.append(' ');
      }
      sentence.append(c);
    }
    return sentence.toString().strip().toLowerCase(Locale.ROOT);
  }
}
