/**
 * What CMAF (ISO/IEC 23000-19) consists of: the boxes of movies, fragments and sample descriptions
 * together. Reading begins here. Depends on the other packages of boxes, and none of them on it.
 */
@NullMarked
package dev.chalkstream.media.mp4.cmaf;

import org.jspecify.annotations.NullMarked;
