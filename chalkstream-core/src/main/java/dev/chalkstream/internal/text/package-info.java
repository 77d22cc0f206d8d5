/**
 * Small things in text that stand below all others: hexadecimal digits, the names of pushed files,
 * and entity tags of playlists. All are pure functions and values. It knows nothing else of this
 * library.
 */
@NullMarked
package dev.chalkstream.internal.text;

import org.jspecify.annotations.NullMarked;
