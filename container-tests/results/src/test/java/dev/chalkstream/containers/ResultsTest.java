package dev.chalkstream.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prints what the wire contract has come to in each container. */
class ResultsTest {

  private static final List<String> MODULES =
      List.of(
          "chalkstream-servlet",
          "container-tests/jetty-ee11",
          "container-tests/tomcat-10.1",
          "container-tests/tomcat-11",
          "container-tests/undertow");

  private static final String FULL = "container-tests/tomcat-11";

  @Test
  void theWireContractHoldsInEveryContainer() throws Exception {
    Path root = Path.of("../..").toRealPath();
    // The first runs its own tests too; the others run nothing but the contract.
    Set<String> contract = Reports.in(root.resolve(FULL)).names();
    List<Reports> all = new ArrayList<>();
    for (String module : MODULES) {
      all.add(Reports.in(root.resolve(module)).only(contract));
    }

    print(all);

    Reports first = all.get(0);
    assertThat(contract).isNotEmpty();
    assertThat(all)
        .allSatisfy(
            reports -> {
              assertThat(reports.names()).isNotEmpty().isSubsetOf(contract);
              assertThat(reports.failed()).isZero();
              assertThat(reports.tests()).isEqualTo(first.only(reports.names()).tests());
            });
    assertThat(all)
        .filteredOn(Reports::isWhole)
        .allSatisfy(reports -> assertThat(reports.names()).isEqualTo(contract))
        .hasSizeGreaterThanOrEqualTo(3);
  }

  private static void print(List<Reports> all) {
    Stream.concat(Stream.of(Reports.HEADING), all.stream().map(Reports::row))
        .forEach(System.out::println);
  }
}
