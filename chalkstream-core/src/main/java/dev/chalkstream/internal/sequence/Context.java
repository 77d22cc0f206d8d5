package dev.chalkstream.internal.sequence;

import dev.chalkstream.internal.manifest.History;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Moment;

/**
 * What a change of a stream is judged by, beside its manifest.
 *
 * @param rules by what it is changed
 * @param moment when it is changed
 * @param history the stream's pages
 * @param writer the name of this attempt to make the next revision, unique among all
 * @param deleted what has been deleted beside it; it is struck off where there is a next revision
 */
public record Context(
    StreamRules rules, Moment moment, History history, String writer, Manifest.Ledger deleted) {}
