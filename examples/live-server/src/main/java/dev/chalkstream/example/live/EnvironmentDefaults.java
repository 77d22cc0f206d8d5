package dev.chalkstream.example.live;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Options that take a value, read from the environment where the command line does not set them.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {

  private static final String PREFIX = "CHALKSTREAM_";

  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return takesAValue(argument) ? environment.get(variable(argument)) : null;
  }

  /** Names the variable too, as that is not where the person would look first. */
  static String hint(ParameterException e) {
    ArgSpec argument = e.getArgSpec();
    return argument != null && takesAValue(argument)
        ? " (given as an option or in " + variable(argument) + ")"
        : "";
  }

  private static boolean takesAValue(ArgSpec argument) {
    return argument.isOption() && argument.arity().max() > 0;
  }

  private static String variable(ArgSpec argument) {
    String name = ((OptionSpec) argument).longestName().substring("--".length());
    return PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
