/**
 * One stream on this node: it is read, kept while it is current, changed by one commit after
 * another, and its changes are told to whoever waits for them. Here the transition meets the store,
 * the clock and threads. It knows the transition and the view, and nothing of what is done in the
 * background.
 */
@NullMarked
package dev.chalkstream.internal.node;

import org.jspecify.annotations.NullMarked;
