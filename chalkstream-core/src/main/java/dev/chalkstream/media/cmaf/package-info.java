/**
 * What is inside fragmented MP4: initialization sections and segments, as HLS has them (section
 * 3.1.2 of its draft) and CMAF (ISO/IEC 23000-19). Depends on the package of media, and on those of
 * boxes.
 */
@NullMarked
package dev.chalkstream.media.cmaf;

import org.jspecify.annotations.NullMarked;
