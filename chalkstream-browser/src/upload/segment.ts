/** A segment on its way to the server. */
export interface Segment {
  /** Its number within the run, from 0. */
  readonly sequence: number;
  /** How long it plays, in seconds, as its timestamps say. */
  readonly duration: number;
  /**
   * What begins with a key frame: a fragment of MP4 where there is an initialization section, else an MPEG transport
   * stream with tables in front.
   */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The initialization section that it needs: the same object for all segments that need the same. */
  readonly initialization?: Uint8Array<ArrayBuffer> | undefined;
}
