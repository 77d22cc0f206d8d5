/** A live streaming server in one process, made of Jetty and the Chalkstream servlets. */
@NullMarked
package dev.chalkstream.example.live;

import org.jspecify.annotations.NullMarked;
