import {forwardRef, useEffect, useImperativeHandle, useRef, type VideoHTMLAttributes} from 'react';
import {ChalkStream} from '../broadcast/chalkstream.js';
import type {ChalkStreamConfig} from '../broadcast/config.js';
import type {BroadcastState} from '../broadcast/state.js';
import {CALLBACKS, split, type Callbacks} from './properties.js';

/** What a parent can do with a broadcast. */
export interface ChalkStreamRef {
  /** Whether it is to stream: from `start()` on until `stop()`, or until it cannot go on. */
  readonly isStreaming: boolean;
  /** Where the broadcast stands. */
  readonly state: BroadcastState;
  /** The secret under which it publishes; undefined before the component is mounted. */
  readonly sessionId: string | undefined;
  /** The public name of the stream; undefined before `onReady`. */
  readonly streamId: string | undefined;
  /** Starts to stream, as `ChalkStream.start()` does. */
  start(): Promise<void>;
  /** Stops, sends what is left, and has the stream marked as complete. */
  stop(): Promise<void>;
  /** Sends at once what waits, as `ChalkStream.resume()` does. */
  resume(): void;
}

/** The configuration of a broadcast, and whatever else a video element takes. */
export type ChalkStreamVideoProps = Omit<ChalkStreamConfig, 'videoElement'> &
  Omit<VideoHTMLAttributes<HTMLVideoElement>, keyof ChalkStreamConfig | 'src' | 'children'>;

/**
 * A video element that shows, and broadcasts, what a camera and a microphone see and hear. Functions may change
 * from one rendering to the next; the rest of the configuration holds as it was when the component was mounted,
 * so a component with another `key` is what makes another broadcast.
 */
export const ChalkStreamVideo = forwardRef<ChalkStreamRef, ChalkStreamVideoProps>(function ChalkStreamVideo(props, ref) {
  const {config, rest} = split(props);
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<ChalkStream | null>(null);
  const streamId = useRef<string | undefined>(undefined);
  const session = useRef(config.sessionId);
  const latest = useRef(config);
  useEffect(() => {
    latest.current = config;
  });

  useEffect(() => {
    let gone = false;
    const broadcast = new ChalkStream({
      ...latest.current,
      ...forwarders(latest, () => gone),
      sessionId: session.current,
      videoElement: video.current,
      onReady: (id) => {
        streamId.current = id;
        return gone ? undefined : latest.current.onReady?.(id);
      },
    });
    // Strict Mode mounts twice: the second is the same stream.
    session.current = broadcast.sessionId;
    stream.current = broadcast;
    void broadcast.init();
    return () => {
      gone = true;
      stream.current = null;
      void broadcast.close();
    };
  }, []);

  useImperativeHandle(ref, () => handle(stream, streamId), []);
  return <video autoPlay muted playsInline {...rest} ref={video} />;
});

interface Held<T> {
  readonly current: T;
}

function handle(stream: Held<ChalkStream | null>, streamId: Held<string | undefined>): ChalkStreamRef {
  return {
    get isStreaming() {
      return stream.current?.isStreaming ?? false;
    },
    get state() {
      return stream.current?.state ?? 'idle';
    },
    get sessionId() {
      return stream.current?.sessionId;
    },
    get streamId() {
      return streamId.current;
    },
    start: async () => stream.current?.start(),
    stop: async () => stream.current?.stop(),
    resume: () => stream.current?.resume(),
  };
}

/** Each function calls the one that the latest rendering has; what is unmounted calls none but for its end. */
function forwarders(latest: Held<ChalkStreamConfig>, isGone: () => boolean): Callbacks {
  const forward = (name: keyof Callbacks) => [
    name,
    (...values: never[]) => {
      const callback = latest.current[name] as ((...values: never[]) => unknown) | undefined;
      if (name === 'onError' && !callback) {
        console.error(...values);
      } else if (!isGone() || name === 'onStreamStop') {
        callback?.(...values);
      }
    },
  ];
  return Object.fromEntries(CALLBACKS.map(forward)) as Callbacks;
}
