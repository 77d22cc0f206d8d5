/**
 * Reads and writes manifests and pages as JSON. What is read is checked against bounds, since a
 * store may hold anything. It knows the values of the manifest and nothing of where the bytes come
 * from.
 */
@NullMarked
package dev.chalkstream.internal.json;

import org.jspecify.annotations.NullMarked;
