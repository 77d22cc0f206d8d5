/**
 * What is kept of a stream: the values that a manifest and its pages are made of, and the keys
 * under which they lie. All are immutable. They know the values of HLS and of media, and neither
 * how they are written nor how they come about.
 */
@NullMarked
package dev.chalkstream.internal.manifest;

import org.jspecify.annotations.NullMarked;
