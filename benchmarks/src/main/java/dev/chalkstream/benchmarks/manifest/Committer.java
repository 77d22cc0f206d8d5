package dev.chalkstream.benchmarks.manifest;

/** How one node brings changes into one manifest. */
interface Committer {

  void submit(Change change);
}
