/** What modules export, for the tests of all of them. */
@NullMarked
package dev.chalkstream.exported;

import org.jspecify.annotations.NullMarked;
