/**
 * ISO base media files (ISO/IEC 14496-12) as boxes: how a box is read, measured and written. Boxes
 * that no record describes are kept byte for byte, so that what was read can be written again. The
 * packages below hold the boxes of a movie, of its fragments and of its sample descriptions, and
 * depend on this one; nothing here depends on the rest of Chalkstream.
 */
@NullMarked
package dev.chalkstream.media.mp4;

import org.jspecify.annotations.NullMarked;
