import {ChalkStreamPlayer} from '../player/player.js';
import {bitrate, time} from './connection.js';
import {ago, between, picture, size, stateOf} from './figures.js';
import type {StreamReport} from './operator.js';
import {element, thisPlayPage} from './place.js';
import {Plot} from './plot.js';

const WORDS: Record<string, string> = {live: 'Live', stalled: 'Stalled', complete: 'Ended', damaged: 'Damaged'};
const SHORT_ID = 10;

/** One stream on the operator's page. */
export class Card {
  readonly root: HTMLElement;
  private readonly video: HTMLVideoElement;
  private readonly rate: Plot;
  private readonly viewers: Plot;
  private player: ChalkStreamPlayer | undefined;
  private inSight = false;
  private ending = false;

  /**
   * @param server where the stream is watched
   * @param end asks whether it is to be taken down
   */
  constructor(
    readonly stream: string,
    private readonly server: URL,
    end: (card: Card) => void,
  ) {
    const template = element<HTMLTemplateElement>('card');
    this.root = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    this.root.dataset.stream = stream;
    this.video = this.part<HTMLVideoElement>('video');
    // The attribute in a template does not mute what is made of it.
    this.video.muted = true;
    this.rate = new Plot(this.part('.rate svg'), 1_000_000);
    this.viewers = new Plot(this.part('.viewers svg'), 5);
    this.link();
    this.part('.end').addEventListener('click', () => end(this));
  }

  /** Shows what the server has told. */
  show(report: StreamReport, now: string): void {
    const state = stateOf(report);
    this.root.dataset.state = state;
    this.rate.add(report.bitrate);
    this.viewers.add(report.viewers);
    this.say('.badge', WORDS[state] ?? state);
    this.say('.since', this.since(report, now));
    this.say('.rate output', bitrate(report.bitrate));
    this.say('.viewers output', String(report.viewers));
    this.say('.picture', picture(report));
    this.say('.last', ago(report.lastSegmentAt, now));
    this.say('.kept', `${time(report.listedSeconds)}, ${size(report.listedBytes)}`);
    this.follow();
  }

  /** Plays while it is seen, since nobody's computer plays fifty streams at a time. */
  seen(isSeen: boolean): void {
    this.inSight = isSeen;
    this.follow();
  }

  /** What is being taken down, or cannot be read, is not asked for. */
  private follow(): void {
    const plays = this.inSight && !this.ending && this.root.dataset.state !== 'damaged';
    if (plays && !this.player) {
      this.player = new ChalkStreamPlayer({
        videoElement: this.video,
        // By the query, the server knows that this is nobody's audience.
        playlist: new URL(`playlist/${this.stream}.m3u8?preview`, this.server),
      });
      void this.player.play();
    } else if (!plays) {
      this.player?.close();
      this.player = undefined;
    }
  }

  /** Whether it is being taken down. */
  busy(isBusy: boolean): void {
    const button = this.part<HTMLButtonElement>('.end');
    button.disabled = isBusy;
    button.textContent = isBusy ? 'Taking down' : 'Take down';
    this.ending = isBusy;
    this.follow();
  }

  close(): void {
    this.seen(false);
    this.root.remove();
  }

  private link(): void {
    const name = this.part<HTMLAnchorElement>('.name');
    name.textContent = `${this.stream.slice(0, SHORT_ID)}…`;
    name.title = this.stream;
    const watch = this.part<HTMLAnchorElement>('.watch');
    name.href = watch.href = thisPlayPage(this.stream);
    const label = this.stream.slice(0, SHORT_ID);
    name.setAttribute('aria-label', `Stream ${label}`);
    watch.setAttribute('aria-label', `Watch stream ${label}`);
    this.part('.end').setAttribute('aria-label', `Take down stream ${label}`);
  }

  private since({state, liveSince, lastSegmentAt}: StreamReport, now: string): string {
    if (state === 'damaged') {
      return 'cannot be read: restore its manifest, or take it down';
    }
    return state === 'complete' ? `ended ${ago(lastSegmentAt, now)}` : `on air ${between(liveSince, now)}`;
  }

  private say(selector: string, text: string): void {
    const part = this.part(selector);
    if (part.textContent !== text) {
      part.textContent = text;
    }
  }

  private part<T extends Element = HTMLElement>(selector: string): T {
    return this.root.querySelector<T>(selector)!;
  }
}
