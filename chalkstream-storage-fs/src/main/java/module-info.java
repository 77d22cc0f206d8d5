import org.jspecify.annotations.NullMarked;

/** A Chalkstream blob store on a directory. */
@NullMarked
module dev.chalkstream.storage.fs {
  requires transitive dev.chalkstream;
  requires org.slf4j;
  requires static transitive org.jspecify;
}
