/**
 * The boxes of a movie (ISO/IEC 14496-12, section 8): what is below {@code moov}, except for the
 * descriptions of samples. In CMAF the tables of samples are empty, since the samples are in
 * fragments; they are kept as the bytes that they are. Depends on the package of boxes only.
 */
@NullMarked
package dev.chalkstream.media.mp4.movie;

import org.jspecify.annotations.NullMarked;
