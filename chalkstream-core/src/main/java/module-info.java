import org.jspecify.annotations.NullMarked;

/**
 * Live streaming over plain HTTP and a blob store: streams, HLS playlists, and the contract that a
 * storage backend fulfils. Knows no web framework.
 */
@NullMarked
@SuppressWarnings("module") // The servlets' module is built after this one.
module dev.chalkstream {
  requires com.fasterxml.jackson.core;
  requires com.github.benmanes.caffeine;
  requires org.apache.commons.codec;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports dev.chalkstream;
  exports dev.chalkstream.hls;
  exports dev.chalkstream.media;
  exports dev.chalkstream.storage;
  exports dev.chalkstream.internal.log to
      dev.chalkstream.servlet;

  uses dev.chalkstream.ChalkstreamBuilder;
  uses dev.chalkstream.ChalkstreamMetrics;
  uses dev.chalkstream.storage.BlobStoreProvider;

  provides dev.chalkstream.ChalkstreamBuilder with
      dev.chalkstream.internal.instance.InstanceBuilder;
  provides dev.chalkstream.ChalkstreamMetrics with
      dev.chalkstream.internal.metrics.Counters;
  provides dev.chalkstream.storage.BlobStoreProvider with
      dev.chalkstream.storage.MemoryBlobStoreProvider;
}
