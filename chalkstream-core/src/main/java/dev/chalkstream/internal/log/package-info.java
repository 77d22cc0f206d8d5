/** Logging of faults that come with every request. For Chalkstream's own modules only. */
@NullMarked
package dev.chalkstream.internal.log;

import org.jspecify.annotations.NullMarked;
