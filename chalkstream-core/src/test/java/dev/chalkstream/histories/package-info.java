/** Plays random upload histories against the library from outside, and audits what viewers see. */
@NullMarked
package dev.chalkstream.histories;

import org.jspecify.annotations.NullMarked;
