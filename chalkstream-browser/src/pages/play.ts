import {element, streamOf, thisServer} from '../page/place.js';
import type {ChalkStreamPlayerError, PlayerState} from '../player/config.js';
import {ChalkStreamPlayer} from '../player/player.js';
import {isRefusal} from '../player/refusals.js';

const NOT_YET = 'The stream has not started yet. It will play here as soon as it does.';
const WORDS: Record<PlayerState, readonly [string, string]> = {
  waiting: ['Waiting', NOT_YET],
  early: ['Waiting', NOT_YET],
  unreachable: ['No connection', 'The server does not answer. The stream plays here as soon as it does.'],
  refused: ['Not allowed', 'You may not watch this stream.'],
  stalled: ['No picture', 'The picture stands still: nothing new has come from the broadcaster.'],
  live: ['Live', 'You are watching live.'],
  complete: ['Recording', 'The broadcast is over. You are watching its recording.'],
  ended: ['Ended', 'The broadcast is over.'],
  gone: ['Gone', 'The broadcast is over, and its recording is no longer kept.'],
  unplayable: ['No player', 'This browser can play no live streams.'],
};

const STANDS_STILL = 'The picture stands still: the server does not answer.';
const TROUBLES: readonly PlayerState[] = ['unreachable', 'refused', 'stalled', 'unplayable'];
const CURRENT_DATA = HTMLMediaElement.HAVE_CURRENT_DATA;

const main = document.querySelector<HTMLElement>('.player')!;
const video = element<HTMLVideoElement>('video');
const badge = element('badge');
const status = element('status');
const sound = element('sound');
const again = element('again');
const latency = element('latency');

let shown: PlayerState | undefined;

function show(state: PlayerState): void {
  shown = state;
  const [title, sentence] = WORDS[state];
  const still = state === 'unreachable' && video.readyState >= CURRENT_DATA;
  main.dataset.state = state === 'unreachable' && !still ? 'waiting' : state;
  badge.textContent = title;
  say(still ? STANDS_STILL : sentence, TROUBLES.includes(state));
  document.title = `${title} · Chalkstream`;
  again.hidden = state !== 'ended';
  sound.hidden = !video.muted || !['live', 'complete'].includes(state);
  latency.hidden = true;
}

function say(sentence: string, isTrouble: boolean): void {
  status.setAttribute('role', isTrouble ? 'alert' : 'status');
  status.textContent = sentence;
}

function showLatency(seconds: number): void {
  latency.textContent = `About ${Math.round(seconds)} s behind.`;
  latency.dataset.seconds = seconds.toFixed(2);
  latency.hidden = false;
}

function showError(error: ChalkStreamPlayerError): void {
  if (error.code === 'not-allowed') {
    say('Press play to watch.', false);
  } else if (isRefusal(error.code)) {
    say(error.message, true);
  } else {
    console.error('The player starts anew after', error.message);
  }
}

function watch(streamId: string): void {
  const server = thisServer();
  const player = new ChalkStreamPlayer({
    videoElement: video,
    streamId,
    server,
    onState: show,
    onLatency: showLatency,
    onError: showError,
  });
  video.addEventListener('waiting', () => {
    latency.hidden = true;
  });
  video.addEventListener('emptied', () => {
    // The player has begun anew, and the picture that stood still is gone.
    if (shown === 'unreachable') {
      show(shown);
    }
  });
  video.addEventListener('volumechange', () => {
    sound.hidden ||= !video.muted;
  });
  sound.addEventListener('click', () => {
    video.muted = false;
    video.focus();
  });
  again.addEventListener('click', () => {
    player.replay();
    video.focus();
  });
  void player.play();
}

const stream = streamOf(new URL(location.href));
if (stream) {
  element('stream').textContent = stream;
  watch(stream);
} else {
  badge.textContent = 'No stream';
  say('The address of this page names no stream. Perhaps the link was cut short on its way to you.', true);
}
window.addEventListener('hashchange', () => location.reload());
