package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it may be told. That it sends its headers is tested where there are pages. */
class PageHeadersFilterTest {

  private record Config(Map<String, String> parameters) implements FilterConfig {

    @Override
    public String getFilterName() {
      return "page-headers";
    }

    @Override
    public ServletContext getServletContext() {
      throw new UnsupportedOperationException("there is no context");
    }

    @Override
    public String getInitParameter(String name) {
      return parameters.get(name);
    }

    @Override
    public Enumeration<String> getInitParameterNames() {
      return Collections.enumeration(parameters.keySet());
    }
  }

  private static Config config(String frameAncestors) {
    return new Config(Map.of("chalkstream.frame-ancestors", frameAncestors));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'self'", "'none'", "'self' https://a.example:8443 *.b.example"})
  void sourcesAreTaken(String sources) {
    assertThatCode(() -> new PageHeadersFilter(sources)).doesNotThrowAnyException();
    assertThatCode(() -> new PageHeadersFilter().init(config(" " + sources + "\n")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'self'; script-src *", "a,b", "a\r\nSet-Cookie: b", "é"})
  void nothingElseCanBeSaidByThem(String sources) {
    assertThatIllegalArgumentException().isThrownBy(() -> new PageHeadersFilter(sources));
    assertThatExceptionOfType(ServletException.class)
        .isThrownBy(() -> new PageHeadersFilter().init(config(sources)))
        .withMessageContaining("chalkstream.frame-ancestors");
  }

  @Test
  void withoutTheParameterItGoesByWhatItWasMadeWith() {
    assertThatCode(() -> new PageHeadersFilter("'none'").init(new Config(Map.of())))
        .doesNotThrowAnyException();
  }
}
