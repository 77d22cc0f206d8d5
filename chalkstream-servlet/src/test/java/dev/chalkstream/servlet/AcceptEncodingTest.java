package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZIP",
        "x-gzip",
        "br, gzip;q=0.8",
        "gzip;q=0.001",
        "deflate , gzip ; q=1.000",
        "*",
        "*;q=0.5",
        "identity;q=0.5, gzip",
        "gzip, identity",
        "identity;q=0, *;q=0.1"
      })
  void gzipIsSentToThoseWhoTakeIt(String header) {
    assertThat(AcceptEncoding.prefersGzip(header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "br",
        "identity",
        "gzip;q=0",
        "gzip;q=0.000",
        "gzip;q=0, *",
        "*;q=0",
        "gzip;q=0.5, identity",
        "gzip;q=2",
        "gzip;q=",
        "gzip;q=-1",
        "gzip;level=9",
        "gzip;q=1;q=1",
        ",;,"
      })
  void gzipIsNotSentToOthers(String header) {
    assertThat(AcceptEncoding.prefersGzip(header)).isFalse();
  }
}
