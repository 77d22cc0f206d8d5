@NullMarked
package dev.chalkstream;

import org.jspecify.annotations.NullMarked;
