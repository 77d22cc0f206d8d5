/** A segment on its way to the server. */
export interface Segment {
  /** Its number within the run, from 0. */
  readonly sequence: number;
  /** How long it plays, in seconds, as its timestamps say. */
  readonly duration: number;
  /** An MPEG transport stream with tables in front, which begins with a key frame. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}
