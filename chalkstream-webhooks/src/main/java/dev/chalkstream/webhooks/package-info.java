/**
 * Other servers are told what happens to streams. Start with {@link
 * dev.chalkstream.webhooks.Webhooks}.
 */
@NullMarked
package dev.chalkstream.webhooks;

import org.jspecify.annotations.NullMarked;
