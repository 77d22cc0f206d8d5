/**
 * The transition: a manifest, commands and a time become another manifest, pages to seal and
 * outcomes. It is a pure function; what is due next is arithmetic on the manifest. It knows how
 * numbered uploads and pushes are put in order, and no store, no clock and no thread.
 */
@NullMarked
package dev.chalkstream.internal.transition;

import org.jspecify.annotations.NullMarked;
