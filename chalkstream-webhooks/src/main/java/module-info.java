import org.jspecify.annotations.NullMarked;

/** Tells other servers by signed POSTs what happens to streams. */
@NullMarked
module dev.chalkstream.webhooks {
  requires transitive dev.chalkstream;
  requires com.fasterxml.jackson.core;
  requires java.net.http;
  requires org.apache.commons.codec;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports dev.chalkstream.webhooks;
}
