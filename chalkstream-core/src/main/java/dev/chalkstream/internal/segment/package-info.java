/**
 * Segments as viewers ask for them: those in memory, those known to be damaged, the filler behind a
 * gap, and names without a nonce. Each blob is read once for all who wait for it. It knows keys,
 * threads and metrics, and no manifest.
 */
@NullMarked
package dev.chalkstream.internal.segment;

import org.jspecify.annotations.NullMarked;
