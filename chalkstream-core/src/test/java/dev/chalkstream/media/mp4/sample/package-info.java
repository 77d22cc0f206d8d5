@NullMarked
package dev.chalkstream.media.mp4.sample;

import org.jspecify.annotations.NullMarked;
