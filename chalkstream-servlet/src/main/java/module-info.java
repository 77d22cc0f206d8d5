import org.jspecify.annotations.NullMarked;

/** Chalkstream as Jakarta servlets. */
@NullMarked
module dev.chalkstream.servlet {
  requires transitive dev.chalkstream;
  requires transitive jakarta.servlet;
  requires com.fasterxml.jackson.core;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports dev.chalkstream.servlet;
}
