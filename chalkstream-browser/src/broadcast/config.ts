/** How a broadcast is set up. Everything but a place to broadcast to has a default. */
export interface ChalkStreamConfig {
  /** Shows the broadcaster what is captured, muted. */
  videoElement?: HTMLVideoElement | null;
  /** What to broadcast, instead of a camera and a microphone that are asked for. */
  mediaStream?: MediaStream;
  /** Where Chalkstream is mounted, absolute or relative to the page; the page's own origin by default. */
  ingestServer?: string | URL;
  /** The secret under which to publish; a random ULID by default. */
  sessionId?: string;
  /** The length of a segment, in milliseconds, 1000 to 60000; 6000 by default. */
  chunkLength?: number;
  /** Value of the `Authorization` header of every upload. */
  authorization?: string;
  /** Called when the stream can be started, with the public stream id. */
  onReady?: (streamId: string) => void;
}

/** The same as {@link ChalkStreamConfig}. */
export type StreamOptions = ChalkStreamConfig;
