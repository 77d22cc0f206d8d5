package dev.chalkstream.storage.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code s3:} URI says.
 *
 * @param bucket the bucket's name
 * @param prefix before all keys, empty or ending with a slash
 * @param region the region's name, or null if it is configured elsewhere
 * @param endpoint where the server is, or null for that of AWS
 * @param pathStyle whether the bucket stands in the path and not in the host name
 */
record S3Location(
    String bucket,
    String prefix,
    @Nullable String region,
    @Nullable URI endpoint,
    boolean pathStyle) {

  private static final int MAX_PORT = 65_535;
  private static final String REGION = "region";
  private static final String ENDPOINT = "endpoint";
  private static final String PATH_STYLE = "pathStyle";
  private static final List<String> PARAMETERS = List.of(REGION, ENDPOINT, PATH_STYLE);

  private static final String NOT_AN_ENDPOINT =
      "its endpoint is not an address such as https://s3.example.com or http://127.0.0.1:9000";

  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  /** S3 permits 1,024 bytes, of which a blob key takes up to 512 and a slash one. */
  private static final int MAX_PREFIX_BYTES = 511;

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException if it is not one of this kind, with a message that does not
   *     repeat what may be a secret
   */
  static S3Location parse(URI uri) {
    if (uri.getRawFragment() != null) {
      throw refused("it has a fragment");
    }
    String bucket = uri.getRawAuthority();
    if (bucket == null) {
      throw refused("it names no bucket");
    }
    if (bucket.contains("@")) {
      throw refused("it holds credentials; they come from the environment or a profile");
    }
    String path = uri.getPath();
    Map<String, String> parameters = parameters(uri.getRawQuery());
    URI endpoint = endpoint(parameters.get(ENDPOINT));
    return new S3Location(
        checkBucket(bucket),
        checkPrefix(path.startsWith("/") ? path.substring(1) : path),
        parameters.get(REGION),
        endpoint,
        pathStyle(parameters.get(PATH_STYLE), endpoint != null));
  }

  static String checkBucket(String bucket) {
    if (!BUCKET.matcher(bucket).matches()) {
      throw refused("'" + bucket + "' is not the name of a bucket");
    }
    return bucket;
  }

  /** Returns the prefix with a slash at its end, if there is a prefix at all. */
  static String checkPrefix(String prefix) {
    String stem = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    if (prefix.isEmpty()) {
      return "";
    }
    for (String element : stem.split("/", -1)) {
      if (element.isEmpty() || element.equals(".") || element.equals("..")) {
        throw refused("its prefix '" + prefix + "' has an empty element, '.' or '..'");
      }
    }
    if (stem.getBytes(StandardCharsets.UTF_8).length > MAX_PREFIX_BYTES) {
      throw refused("its prefix is longer than " + MAX_PREFIX_BYTES + " bytes");
    }
    return stem + "/";
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> found = new HashMap<>();
    if (query == null) {
      return found;
    }
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      if (!PARAMETERS.contains(name)) {
        throw refused("'" + name + "' is not one of its parameters " + PARAMETERS);
      }
      String value = decode(parameter.substring(equals + 1));
      if (equals < 0 || value.isEmpty()) {
        throw refused("its parameter " + name + " has no value");
      }
      if (found.put(name, value) != null) {
        throw refused("its parameter " + name + " is there twice");
      }
    }
    return found;
  }

  private static String decode(String value) {
    // In a URI a plus is a plus; only forms make a space of it.
    return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static @Nullable URI endpoint(@Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      URI endpoint = new URI(value);
      boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
      boolean plain =
          endpoint.getUserInfo() == null
              && endpoint.getRawQuery() == null
              && endpoint.getRawFragment() == null;
      if (http && plain && endpoint.getHost() != null && endpoint.getPort() <= MAX_PORT) {
        return endpoint;
      }
    } catch (URISyntaxException e) {
      // Its message would repeat what may be a secret.
      throw refused(NOT_AN_ENDPOINT);
    }
    throw refused(NOT_AN_ENDPOINT);
  }

  private static boolean pathStyle(@Nullable String value, boolean hasEndpoint) {
    if (value == null) {
      return hasEndpoint;
    }
    if (value.equals("true") || value.equals("false")) {
      return value.equals("true");
    }
    throw refused("its parameter " + PATH_STYLE + " is true or false, not '" + value + "'");
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        "not the URI of an S3 store, which is"
            + " s3://bucket/prefix?region=…&endpoint=…&pathStyle=true: "
            + why);
  }
}
