package dev.chalkstream.containers;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The reports that one module's tests have left, each of one test class. */
record Reports(String container, String contract, List<Report> reports) {

  static final String HEADING =
      String.format(
          Locale.ROOT,
          "%-12s %-14s %-8s %6s %6s %7s %8s",
          "container",
          "version",
          "contract",
          "tests",
          "failed",
          "skipped",
          "seconds");

  private static final String CONTAINER = "chalkstream.container";
  private static final String CONTRACT = "chalkstream.contract";
  private static final String WHOLE = "wire";

  /** What one class has come to. */
  record Report(String name, int tests, int failed, int skipped, double seconds) {}

  /** Reads the reports of a module; there are none if its tests have not run. */
  static Reports in(Path module) throws Exception {
    List<Report> reports = new ArrayList<>();
    String container = module.getFileName() + " -";
    String contract = WHOLE;
    Path directory = module.resolve("target/surefire-reports");
    if (Files.isDirectory(directory)) {
      for (Path file : files(directory)) {
        Element suite = parse(file);
        container = property(suite, CONTAINER, container);
        contract = property(suite, CONTRACT, contract);
        reports.add(report(suite));
      }
    }
    return new Reports(container, contract, reports);
  }

  Reports only(Set<String> names) {
    return new Reports(
        container, contract, reports.stream().filter(r -> names.contains(r.name())).toList());
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>();
    reports.forEach(report -> names.add(report.name()));
    return names;
  }

  /** Whether all of the contract has been tried, and not only a part that says most. */
  boolean isWhole() {
    return contract.equals(WHOLE);
  }

  int tests() {
    return reports.stream().mapToInt(Report::tests).sum();
  }

  int failed() {
    return reports.stream().mapToInt(Report::failed).sum();
  }

  String row() {
    int version = container.lastIndexOf(' ');
    return String.format(
        Locale.ROOT,
        "%-12s %-14s %-8s %6d %6d %7d %8.1f",
        container.substring(0, version),
        container.substring(version + 1),
        isWhole() ? "whole" : contract,
        tests(),
        failed(),
        reports.stream().mapToInt(Report::skipped).sum(),
        reports.stream().mapToDouble(Report::seconds).sum());
  }

  private static List<Path> files(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "TEST-*.xml")) {
      found.forEach(files::add);
    }
    return files;
  }

  private static Element parse(Path file) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(file.toFile())
        .getDocumentElement();
  }

  private static String property(Element suite, String name, String otherwise) {
    NodeList properties = suite.getElementsByTagName("property");
    return IntStream.range(0, properties.getLength())
        .mapToObj(i -> (Element) properties.item(i))
        .filter(property -> property.getAttribute("name").equals(name))
        .map(property -> property.getAttribute("value"))
        .findFirst()
        .orElse(otherwise);
  }

  private static Report report(Element suite) {
    return new Report(
        suite.getAttribute("name"),
        number(suite, "tests"),
        number(suite, "errors") + number(suite, "failures"),
        number(suite, "skipped"),
        Double.parseDouble(suite.getAttribute("time")));
  }

  private static int number(Element suite, String attribute) {
    return Integer.parseInt(suite.getAttribute(attribute));
  }
}
