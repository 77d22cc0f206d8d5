import org.jspecify.annotations.NullMarked;

/** The numbers of Chalkstream as Micrometer meters. */
@NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.chalkstream.micrometer {
  requires transitive dev.chalkstream;
  requires transitive micrometer.core;
  requires static transitive org.jspecify;

  exports dev.chalkstream.micrometer;
}
