/** Chalkstream as Jakarta servlets that any container mounts. */
@NullMarked
package dev.chalkstream.servlet;

import org.jspecify.annotations.NullMarked;
