/** A blob store in PostgreSQL, and a server that keeps its streams there. */
@NullMarked
package dev.chalkstream.example.storage;

import org.jspecify.annotations.NullMarked;
