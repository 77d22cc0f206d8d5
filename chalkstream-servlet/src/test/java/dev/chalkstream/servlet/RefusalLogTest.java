package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalLogTest {

  private static final String SESSION = "secret-session";
  private static final StreamId STREAM = SessionId.of(SESSION).streamId();

  private final RecordedLog log = new RecordedLog();
  private final List<Runnable> later = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final RefusalLog refusals = new RefusalLog(log, () -> now, later::add);

  /** A request with these headers and a body of ten bytes. */
  private static Exchange exchange(Map<String, String> headers) {
    Object request =
        Proxy.newProxyInstance(
            RefusalLogTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getMethod" -> "PUT";
                  case "getContentLengthLong" -> 10L;
                  case "getHeader" -> headers.get((String) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
    Object response =
        Proxy.newProxyInstance(
            RefusalLogTest.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
    return new Exchange((HttpServletRequest) request, (HttpServletResponse) response);
  }

  private static Route route(String session, String name) {
    return new Route(Resource.PUSHED_SEGMENT, session, name);
  }

  private void refuse(String session, String name, int status) {
    refusals.refused(
        exchange(Map.of("User-Agent", "libobs/30.1")),
        route(session, name),
        Problem.of(status, "that is no good"));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private void runLater() {
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void aRefusalSaysWhatWasSentAndWhatIsWrongWithIt() {
    refuse(SESSION, "live/out0.ts", 413);

    assertThat(log.lines())
        .containsExactly(
            "WARN Stream "
                + STREAM
                + ": PUT of 'live/out0.ts' (10 bytes, user agent 'libobs/30.1') was answered 413:"
                + " that is no good");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 408, 412, 413, 500, 503, 507})
  void eachKindOfAStreamIsOneLineAndThenACountOnceAMinute(int status) {
    for (int i = 0; i < 30; i++) {
      refuse(SESSION, "out" + i + ".ts", status);
      refuse("another-session", "out" + i + ".ts", status);
    }
    assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("'out0.ts'"));

    pass(Duration.ofSeconds(61));
    runLater();

    assertThat(log.lines()).hasSize(4);
    assertThat(log.lines().get(2))
        .startsWith("WARN 29 times more: Stream " + STREAM)
        .contains("'out29.ts'", "was answered " + status);
    pass(Duration.ofSeconds(61));
    runLater();
    assertThat(log.lines()).hasSize(4);
    assertThat(later).isEmpty();
  }

  @Test
  void problemsThatShareAStatusAreTwoKinds() {
    for (String type : new String[] {"one", "two", "one"}) {
      refusals.refused(
          exchange(Map.of()),
          route(SESSION, "out0.ts"),
          new Problem(415, Problems.TYPE + type, "title", type, Map.of()));
    }

    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(1)).endsWith("answered 415: two");
  }

  @Test
  void countsThatAreNotDueYetAreWrittenALittleLater() {
    refuse(SESSION, "out0.ts", 413);
    pass(Duration.ofSeconds(60));
    refuse("another-session", "out0.ts", 413);
    refuse("another-session", "out1.ts", 413);
    runLater();
    assertThat(log.lines()).hasSize(2);
    assertThat(later).hasSize(1);
    pass(Duration.ofSeconds(61));
    runLater();

    assertThat(log.lines()).hasSize(3);
    assertThat(later).isEmpty();
  }

  @Test
  void neitherTheSessionNorCredentialsAreInALine() {
    refusals.refused(
        exchange(
            Map.of("User-Agent", "push " + SESSION, "Authorization", "Bearer token-of-somebody")),
        route(SESSION, SESSION + "/" + SESSION + "-0.ts"),
        Problem.of(400, "'" + SESSION + "' is no good"));
    refusals.refused(
        exchange(Map.of()), route(SESSION + "!", SESSION + "!.ts"), Problem.of(400, "malformed"));

    assertThat(log.lines())
        .hasSize(2)
        .noneMatch(line -> line.contains(SESSION) || line.contains("token-of-somebody"));
    assertThat(log.lines().get(1)).startsWith("WARN Stream unknown: PUT of '{session}.ts'");
  }

  @Test
  void whatAClientWritesIsOneLineAndShort() {
    refusals.refused(
        exchange(Map.of("User-Agent", "\u202eevil\u001b[31m" + "a".repeat(10_000))),
        route(SESSION, "x\r\n2026 ERROR forged\u2028\\.ts"),
        Problem.of(400, "d".repeat(10_000)));

    assertThat(log.lines()).hasSize(1);
    assertThat(log.lines().get(0))
        .hasSizeLessThan(800)
        .contains("'x\\u{d}\\u{a}2026 ERROR forged\\u{2028}\\u{5c}.ts'")
        .contains("'\\u{202e}evil\\u{1b}[31maaa")
        .doesNotContainPattern("[\\p{Cntrl}\u2028\u202e]");
  }

  @Test
  void howeverManySessionsThereAreTheLinesOfAMinuteAreBounded() {
    for (int i = 0; i < 20_000; i++) {
      refuse("made-up-" + i, "out.ts", 413);
    }
    assertThat(log.lines()).hasSize(RefusalLog.MOST_KINDS + 1);
    pass(Duration.ofSeconds(61));
    runLater();

    assertThat(log.lines()).hasSize(RefusalLog.MOST_KINDS + 2);
    assertThat(log.lines().get(RefusalLog.MOST_KINDS + 1)).contains("19799 times more");
  }

  /** Such as ffmpeg asks for before each request whose address has a user and a password. */
  @Test
  void aChallengeOnTheWayToCredentialsThatAreGoodIsNoRefusal() {
    refuse(SESSION, "out0.ts", 401);
    for (int i = 1; i < 100; i++) {
      allow("Basic dXNlcjp0b2tlbg==");
      refuse(SESSION, "out" + i + ".ts", 401);
    }
    pass(Duration.ofSeconds(61));
    runLater();
    assertThat(log.lines()).hasSize(1);

    refuse("another-session", "out1.ts", 401);
    assertThat(log.lines()).hasSize(2);
    refusals.refused(
        exchange(Map.of("Authorization", "Basic wrong")),
        route(SESSION, "out100.ts"),
        Problem.of(401, "that is no good"));
    assertThat(log.lines()).hasSize(3);
  }

  @Test
  void aChallengeThatNobodyMeetsIsARefusal() {
    allow("Bearer token");
    refuse(SESSION, "out0.ts", 401);
    assertThat(log.lines()).as("who has Bearer sends it at once").hasSize(1);
    pass(Duration.ofSeconds(61));
    runLater();

    allow("basic dXNlcjp0b2tlbg==");
    for (int i = 0; i < 10; i++) {
      refuse(SESSION, "out" + i + ".ts", 401);
    }
    pass(Duration.ofSeconds(61));
    runLater();
    assertThat(log.lines()).hasSize(3);
    assertThat(log.lines().get(2)).contains("5 times more");
  }

  private void allow(String credentials) {
    refusals.allowed(exchange(Map.of("Authorization", credentials)).request(), STREAM);
  }

  @Test
  void subtitlesAreToldOfOnce() {
    for (int i = 0; i < 200; i++) {
      refusals.subtitles(STREAM);
      pass(Duration.ofSeconds(2));
    }
    runLater();

    assertThat(log.lines()).hasSize(1);
    assertThat(log.lines().get(0))
        .startsWith("WARN Stream " + STREAM + ": subtitles")
        .contains("-sn");
  }
}
