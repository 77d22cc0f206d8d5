import {useEffect, useRef, type VideoHTMLAttributes} from 'react';
import type {ChalkStreamPlayerConfig} from '../player/config.js';
import {ChalkStreamPlayer} from '../player/player.js';

/** What to play, and whatever else a video element takes. */
export type ChalkStreamPlaybackProps = Omit<ChalkStreamPlayerConfig, 'videoElement' | 'onError'> &
  Omit<VideoHTMLAttributes<HTMLVideoElement>, 'src' | 'children' | 'onError'> & {
    /** Called for whatever goes wrong. The player goes on by itself where it can. */
    onPlayerError?: ChalkStreamPlayerConfig['onError'];
  };

/** A video element that plays a stream: at once, or as soon as there is one. */
export function ChalkStreamPlayback(props: ChalkStreamPlaybackProps) {
  const {streamId, server, playlist, engine, onState, onLatency, onPlayerError, ...rest} = props;
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef({onState, onLatency, onPlayerError});
  useEffect(() => {
    latest.current = {onState, onLatency, onPlayerError};
  });

  useEffect(() => {
    if (!video.current) {
      return undefined;
    }
    const player = new ChalkStreamPlayer({
      videoElement: video.current,
      streamId,
      server,
      playlist,
      engine,
      onState: (state) => latest.current.onState?.(state),
      onLatency: (seconds) => latest.current.onLatency?.(seconds),
      onError: (error) => latest.current.onPlayerError?.(error),
    });
    void player.play();
    return () => player.close();
  }, [streamId, String(server), String(playlist), engine]);

  return <video controls muted playsInline {...rest} ref={video} />;
}
