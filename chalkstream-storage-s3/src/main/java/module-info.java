import org.jspecify.annotations.NullMarked;

/** A Chalkstream blob store on an S3-compatible object store. */
@NullMarked
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module dev.chalkstream.storage.s3 {
  requires transitive dev.chalkstream;
  requires transitive software.amazon.awssdk.services.s3;
  requires software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.apache5;
  requires software.amazon.awssdk.identity.spi;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.retries;
  requires software.amazon.awssdk.utils;
  requires static transitive org.jspecify;

  exports dev.chalkstream.storage.s3;

  provides dev.chalkstream.storage.BlobStoreProvider with
      dev.chalkstream.storage.s3.S3BlobStoreProvider;
}
