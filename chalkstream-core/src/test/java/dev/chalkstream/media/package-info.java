@NullMarked
package dev.chalkstream.media;

import org.jspecify.annotations.NullMarked;
