@NullMarked
package dev.chalkstream.media.cmaf;

import org.jspecify.annotations.NullMarked;
