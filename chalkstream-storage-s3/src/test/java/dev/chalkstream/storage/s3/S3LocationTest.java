package dev.chalkstream.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3LocationTest {

  @Test
  void aBucketAloneIsEnough() {
    assertThat(parse("s3://streams")).isEqualTo(new S3Location("streams", "", null, null, false));
    assertThat(parse("s3://streams/")).isEqualTo(parse("s3://streams"));
  }

  @Test
  void aPrefixEndsWithASlash() {
    assertThat(parse("s3://streams/live").prefix()).isEqualTo("live/");
    assertThat(parse("s3://streams/live/a%20b/").prefix()).isEqualTo("live/a b/");
  }

  @Test
  void anEndpointMeansTheBucketStandsInThePath() {
    String endpoint = "http://127.0.0.1:9000";
    assertThat(parse("s3://a_b/live?region=us-east-1&endpoint=" + endpoint))
        .isEqualTo(new S3Location("a_b", "live/", "us-east-1", URI.create(endpoint), true));
    assertThat(parse("s3://a?endpoint=https%3A%2F%2Fs3.example.com&pathStyle=false"))
        .isEqualTo(new S3Location("a", "", null, URI.create("https://s3.example.com"), false));
    assertThat(parse("s3://a?pathStyle=true").pathStyle()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s3:/streams                          | names no bucket
          s3:///streams                        | names no bucket
          s3:streams                           | names no bucket
          s3://streams:9000/a                  | not the name of a bucket
          s3://streams#part                    | has a fragment
          s3://streams//a                      | empty element
          s3://streams/a//b                    | empty element
          s3://streams/a/../b                  | empty element, '.' or '..'
          s3://streams/.                       | empty element, '.' or '..'
          s3://streams?                        | is not one of its parameters
          s3://streams?regoin=eu               | regoin' is not one of its parameters [region, endpoint, pathStyle]
          s3://streams?region                  | region has no value
          s3://streams?region=                 | region has no value
          s3://streams?region=a&region=b       | region is there twice
          s3://streams?pathStyle=yes           | true or false, not 'yes'
          s3://streams?endpoint=s3.example.com | not an address such as
          s3://streams?endpoint=ftp://a        | not an address such as
          s3://streams?endpoint=http://        | not an address such as
          s3://streams?endpoint=%20            | not an address such as
          """)
  void anythingElseIsRefusedWithTheReason(String uri, String reason) {
    assertThatThrownBy(() -> parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3://bucket/prefix?region=")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://KEY:SECRET@streams/live",
    "s3://streams?secretKey=SECRET",
    "s3://streams?endpoint=https://KEY:SECRET@s3.example.com"
  })
  void secretsAreRefusedAndNotRepeated(String uri) {
    assertThatThrownBy(() -> parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("SECRET");
  }

  @Test
  void aPrefixLeavesRoomForKeys() {
    assertThat(parse("s3://streams/" + "x".repeat(511)).prefix()).hasSize(512);
    assertThatThrownBy(() -> parse("s3://streams/" + "x".repeat(512)))
        .hasMessageContaining("longer than 511 bytes");
  }

  private static S3Location parse(String uri) {
    return S3Location.parse(URI.create(uri));
  }
}
