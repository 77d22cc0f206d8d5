/** What is inside a media segment. */
@NullMarked
package dev.chalkstream.media;

import org.jspecify.annotations.NullMarked;
