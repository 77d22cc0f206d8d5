import {ChalkStream} from '../broadcast/chalkstream.js';
import type {ChalkStreamError, ChalkStreamErrorCode} from '../broadcast/errors.js';
import type {BroadcastState} from '../broadcast/state.js';
import type {StreamStats} from '../broadcast/stats.js';
import type {DropReason} from '../upload/upload-queue.js';
import {audienceOf, type Audience} from './audience.js';
import {choices, configOf} from './choices.js';
import {Connection} from './connection.js';
import {fillPickers} from './devices.js';
import {element, thisPlayPage, thisServer} from './place.js';
import type {Secrets} from './session.js';
import {View} from './view.js';

/** The stream goes on in spite of these. */
const WARNINGS: readonly ChalkStreamErrorCode[] = ['stalled', 'rejected'];

const SIGN_IN = 'Sign in again in another tab, or enter an access token, then press “Go on”.';

/** Why what is filmed waits, as a sentence. */
export function reasonOf(detail: string | undefined): string {
  if (detail === undefined) {
    return 'The server does not answer.';
  }
  const words = detail.replace(/\.$/, '');
  return words.startsWith('The server ') ? `${words}.` : `The server says: ${words}.`;
}

/** The broadcast of this page. What is chosen anew makes a new one, of the same stream. */
export class Broadcaster {
  private readonly view = new View();
  private readonly connection = new Connection();
  private stream: ChalkStream | undefined;
  private state: BroadcastState = 'idle';
  /** What the server says about the state. */
  private detail: string | undefined;
  private waiting = 0;
  private wasLive = false;
  private audience: Audience = 'unknown';
  private hasLost = false;
  private hasTried = false;
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly secrets: Secrets) {}

  /** Opens what is chosen, in place of what was open. */
  prepare(): void {
    this.turn = this.turn.then(() => this.open());
  }

  /** Starts, or stops. */
  toggle(): void {
    if (this.stream?.isStreaming) {
      this.view.show('stopping');
      void this.stream.stop();
    } else {
      this.connection.begin();
      this.wasLive = this.hasLost = this.hasTried = false;
      this.waiting = 0;
      this.view.busy();
      void this.stream?.start();
    }
  }

  /** Goes on with what waits, after somebody has signed in again. */
  resume(): void {
    this.hasTried = true;
    this.stream?.resume();
  }

  /** Turns to a stream that nobody knows yet. */
  renew(): void {
    this.secrets.forgetSession();
    this.prepare();
  }

  /** Offers what was plugged in meanwhile. */
  async refresh(): Promise<void> {
    await fillPickers(this.stream?.mediaStream);
  }

  private async open(): Promise<void> {
    this.view.show('preparing');
    await this.stream?.close();
    const {session} = this.secrets;
    const stream: ChalkStream = new ChalkStream({
      ...configOf(choices()),
      videoElement: element<HTMLVideoElement>('preview'),
      ingestServer: thisServer(),
      sessionId: session,
      // Asked for each request: a token counts from when it is entered.
      authorization: () => this.authorization(),
      onReady: (streamId) => void this.ready(stream, streamId),
      onState: (state, detail) => this.changed(state, detail),
      onStreamStop: () => this.view.stopped(this.wasLive),
      onSegmentDropped: (_sequence, reason) => this.dropped(reason),
      onStats: (stats) => this.showStats(stats),
      onError: (error) => this.erred(error),
    });
    this.stream = stream;
    this.secrets.keepSession(stream.sessionId);
    await stream.init();
    await this.refresh();
  }

  private authorization(): string {
    const {token} = this.secrets;
    return token && `Bearer ${token}`;
  }

  private async ready(stream: ChalkStream, streamId: string): Promise<void> {
    await this.share(streamId);
    if (stream === this.stream && stream.state === 'idle' && this.view.state === 'preparing') {
      this.view.show('ready');
    }
  }

  private async share(streamId: string): Promise<void> {
    const audience = await audienceOf(thisServer(), streamId);
    if (streamId === this.stream?.streamId) {
      this.audience = audience;
      this.view.share(audience, thisPlayPage(streamId), streamId);
    }
  }

  private changed(state: BroadcastState, detail: string | undefined): void {
    [this.state, this.detail] = [state, detail];
    switch (state) {
      case 'starting':
        this.view.show(state);
        break;
      case 'live':
        this.live();
        break;
      case 'reconnecting':
      case 'signed-out':
        this.showWaiting();
        break;
      case 'idle':
      case 'stopping':
        // Shown by what has led to it.
        break;
    }
  }

  private live(): void {
    if (!this.wasLive) {
      this.wasLive = true;
      this.connection.onAir(performance.now());
    }
    this.hasLost = this.hasTried = false;
    this.view.show('live');
    if (this.audience === 'unknown' && this.stream) {
      void this.share(this.stream.streamId);
    }
  }

  private showStats(stats: StreamStats): void {
    this.waiting = stats.queuedSeconds;
    this.connection.show(stats, performance.now());
    this.showWaiting();
  }

  /** What is filmed and not sent, and why. */
  private showWaiting(): void {
    const lost = this.hasLost ? ' The oldest of it is lost.' : '';
    if (this.state === 'signed-out') {
      const tried = this.hasTried ? 'The server has not let you in again yet. ' : '';
      this.view.wait('signed-out', 'You are signed out', this.waiting, tried + SIGN_IN + lost);
    } else if (this.state === 'reconnecting') {
      const reason = reasonOf(this.detail);
      const onAir = this.wasLive ? '' : ' You are not on air yet.';
      this.view.wait('reconnecting', 'Reconnecting', this.waiting, reason + onAir + lost);
    }
  }

  private dropped(reason: DropReason): void {
    if (reason !== 'queue-full') {
      return;
    }
    if (this.state === 'live') {
      this.view.say('The connection is too slow: a part of the picture is lost.', 'alert');
    }
    this.hasLost = true;
    this.showWaiting();
  }

  private erred(error: ChalkStreamError): void {
    if (WARNINGS.includes(error.code)) {
      this.view.say(error.message, 'alert');
      return;
    }
    if (error.code === 'signed-out') {
      // What is said of it counts the seconds that wait.
      this.view.openTokenField(this.secrets.token !== '').focus();
    } else if (error.code === 'unauthorized') {
      this.view.askForToken(this.secrets.token !== '');
    } else {
      this.view.fail(error.message);
    }
  }
}
