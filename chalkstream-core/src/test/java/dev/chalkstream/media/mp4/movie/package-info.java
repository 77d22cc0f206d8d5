@NullMarked
package dev.chalkstream.media.mp4.movie;

import org.jspecify.annotations.NullMarked;
