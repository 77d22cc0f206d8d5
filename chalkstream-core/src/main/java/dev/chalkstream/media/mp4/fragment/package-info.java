/**
 * The boxes of fragments (ISO/IEC 14496-12, section 8.8), and those that stand beside them in a
 * segment: indexes, events, clocks. Tables of samples are kept as the bytes that they are, and read
 * entry by entry. Depends on the package of boxes only.
 */
@NullMarked
package dev.chalkstream.media.mp4.fragment;

import org.jspecify.annotations.NullMarked;
