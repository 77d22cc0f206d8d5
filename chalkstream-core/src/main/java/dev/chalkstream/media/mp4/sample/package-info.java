/**
 * The descriptions of samples: sample entries, the configurations of codecs in them, and what those
 * say about codec, size and sound. Entries and configurations that are not read are kept as they
 * are, those of encrypted samples among them. Depends on the package of boxes only.
 */
@NullMarked
package dev.chalkstream.media.mp4.sample;

import org.jspecify.annotations.NullMarked;
