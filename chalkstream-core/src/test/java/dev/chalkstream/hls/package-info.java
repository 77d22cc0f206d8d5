@NullMarked
package dev.chalkstream.hls;

import org.jspecify.annotations.NullMarked;
