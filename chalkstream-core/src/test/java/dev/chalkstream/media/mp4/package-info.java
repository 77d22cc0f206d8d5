@NullMarked
package dev.chalkstream.media.mp4;

import org.jspecify.annotations.NullMarked;
