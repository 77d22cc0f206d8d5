import org.jspecify.annotations.NullMarked;

/** The contract tests that every Chalkstream blob store must pass. */
@NullMarked
module dev.chalkstream.storage.tck {
  requires transitive dev.chalkstream;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires static transitive org.jspecify;

  exports dev.chalkstream.storage.tck;

  opens dev.chalkstream.storage.tck to
      org.junit.platform.commons;
}
