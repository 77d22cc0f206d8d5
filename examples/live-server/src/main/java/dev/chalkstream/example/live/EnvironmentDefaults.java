package dev.chalkstream.example.live;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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
    return variables(argument)
        .map(environment::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /**
   * Refuses variables that are meant for this program and that no option reads: a limit that is
   * misspelled must not go unnoticed.
   *
   * @param commands all that read the environment
   */
  void refuseUnknown(Collection<CommandLine> commands) throws StartupException {
    Set<String> known =
        commands.stream()
            .flatMap(command -> command.getCommandSpec().options().stream())
            .flatMap(EnvironmentDefaults::variables)
            .collect(Collectors.toSet());
    Set<String> unknown = new TreeSet<>(environment.keySet());
    unknown.removeIf(name -> !name.startsWith(PREFIX) || known.contains(name));
    if (!unknown.isEmpty()) {
      throw new StartupException(
          "no option reads "
              + String.join(", ", unknown)
              + "; --help lists the options, and those that take a value read a variable");
    }
  }

  /** Names the variable too, as that is not where the person would look first. */
  static String hint(ParameterException e) {
    List<String> variables =
        e.getArgSpec() == null ? List.of() : variables(e.getArgSpec()).toList();
    return variables.isEmpty() ? "" : " (given as an option or in " + variables.get(0) + ")";
  }

  private static Stream<String> variables(ArgSpec argument) {
    return argument.isOption() && argument.arity().max() > 0
        ? Arrays.stream(((OptionSpec) argument).names()).map(EnvironmentDefaults::variable)
        : Stream.empty();
  }

  private static String variable(String option) {
    return PREFIX + option.substring("--".length()).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
