@NullMarked
package dev.chalkstream.media.mp4.cmaf;

import org.jspecify.annotations.NullMarked;
