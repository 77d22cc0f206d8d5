/**
 * Makes playlists of manifests and pages: the text of a page is made once and shared by all
 * revisions. Nothing here changes a stream. It knows what is stored and what is expected of HLS,
 * and of the node only its memory and threads.
 */
@NullMarked
package dev.chalkstream.internal.view;

import org.jspecify.annotations.NullMarked;
