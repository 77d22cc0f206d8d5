@NullMarked
package dev.chalkstream.media.mp4.fragment;

import org.jspecify.annotations.NullMarked;
