/**
 * Puts the parts of one node together and is what applications hold: the instance behind {@link
 * dev.chalkstream.Chalkstream} and its builder. It bounds how many changes are on their way at
 * once, and passes on within the node how streams change. It may know all other packages; no other
 * package knows it.
 */
@NullMarked
package dev.chalkstream.internal.instance;

import org.jspecify.annotations.NullMarked;
