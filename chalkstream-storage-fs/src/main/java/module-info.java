import org.jspecify.annotations.NullMarked;

/** A Chalkstream blob store on a directory. */
@NullMarked
module dev.chalkstream.storage.fs {
  requires transitive dev.chalkstream;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports dev.chalkstream.storage.fs;

  provides dev.chalkstream.storage.BlobStoreProvider with
      dev.chalkstream.storage.fs.FileBlobStoreProvider;
}
