/** What an engine tells of its playing. */
export interface EngineEvents {
  /** There is something to play. */
  ready(): void;
  /** What plays now, where the engine knows. */
  plays(what: 'early' | 'live' | 'complete'): void;
  /** It cannot go on; with the status of the answer that it could not use, if that is why. */
  failed(detail: string, status?: number): void;
}

/** Plays one playlist on one video element, until it is destroyed. */
export interface Engine {
  /** Whether it says by itself what it plays. */
  readonly tells: boolean;
  /** When what is shown was taken, by the playlist's dates. */
  readonly playingDate: Date | null;
  /** Goes to the start of a recording. */
  rewind(): void;
  /** Goes to the live picture, if there is one. */
  goLive(): void;
  destroy(): void;
}

export type EngineFactory = (video: HTMLVideoElement, playlist: string, events: EngineEvents) => Promise<Engine>;

const HLS = 'application/vnd.apple.mpegurl';

/** Which engine plays here; undefined where none does. */
export function choose(
  wish: 'auto' | 'hls.js' | 'native',
  video: Pick<HTMLVideoElement, 'canPlayType'>,
  browser: {MediaSource?: unknown; ManagedMediaSource?: unknown} = globalThis,
): 'hls.js' | 'native' | undefined {
  const native = video.canPlayType(HLS) !== '';
  const scripted = Boolean(browser.ManagedMediaSource ?? browser.MediaSource);
  if (wish !== 'auto') {
    return (wish === 'native' ? native : scripted) ? wish : undefined;
  }
  // Only Safari has a managed source, and its own player spares the battery and goes on in the background.
  if (native && (browser.ManagedMediaSource || !scripted)) {
    return 'native';
  }
  return scripted ? 'hls.js' : undefined;
}
