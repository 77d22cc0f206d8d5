import {ChalkStream} from '../broadcast/chalkstream.js';
import type {ChalkStreamError, ChalkStreamErrorCode} from '../broadcast/errors.js';
import type {DropReason} from '../upload/upload-queue.js';
import {choices, configOf} from './choices.js';
import {Connection} from './connection.js';
import {fillPickers} from './devices.js';
import {element, thisPlayPage, thisServer} from './place.js';
import type {Secrets} from './session.js';
import {View} from './view.js';

/** The stream goes on in spite of these. */
const WARNINGS: readonly ChalkStreamErrorCode[] = ['stalled', 'rejected'];

/** The broadcast of this page. What is chosen anew makes a new one, of the same stream. */
export class Broadcaster {
  private readonly view = new View();
  private readonly connection = new Connection();
  private stream: ChalkStream | undefined;
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
      this.view.busy();
      void this.stream?.start();
    }
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
    const {session, token} = this.secrets;
    const stream: ChalkStream = new ChalkStream({
      ...configOf(choices()),
      videoElement: element<HTMLVideoElement>('preview'),
      ingestServer: thisServer(),
      sessionId: session,
      authorization: token ? `Bearer ${token}` : undefined,
      onReady: (streamId) => this.ready(streamId),
      onStreamStart: () => this.started(),
      onStreamStop: () => this.view.stopped(),
      onSegmentDropped: (_sequence, reason) => this.dropped(reason),
      onStats: (stats) => this.connection.show(stats, performance.now()),
      onError: (error) => this.erred(error),
    });
    this.stream = stream;
    this.secrets.keepSession(stream.sessionId);
    await stream.init();
    await this.refresh();
  }

  private ready(streamId: string): void {
    this.view.link(thisPlayPage(streamId));
    if (!this.stream?.isStreaming) {
      this.view.show('ready');
    }
  }

  private started(): void {
    this.connection.begin(performance.now());
    this.view.show('live');
  }

  private dropped(reason: DropReason): void {
    if (reason === 'queue-full') {
      this.view.say('The connection is too slow: a part of the picture is lost.');
    }
  }

  private erred(error: ChalkStreamError): void {
    if (WARNINGS.includes(error.code)) {
      this.view.say(error.message);
      return;
    }
    if (error.code === 'unauthorized') {
      this.view.askForToken(this.secrets.token !== '');
    } else {
      this.view.fail(error.message);
    }
  }
}
