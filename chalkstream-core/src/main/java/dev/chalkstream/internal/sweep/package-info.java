/**
 * What a node does in the background: it completes and expires what is due, deletes what is due,
 * and scans the store for what others have left behind. Each of these goes on while another waits
 * for the store. It knows the streams of the node and nothing of uploads and viewers.
 */
@NullMarked
package dev.chalkstream.internal.sweep;

import org.jspecify.annotations.NullMarked;
