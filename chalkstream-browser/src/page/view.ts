import type {Audience} from './audience.js';
import {element} from './place.js';

/** What the page is about. */
export type BroadcasterState =
  | 'preparing'
  | 'ready'
  | 'starting'
  | 'live'
  | 'reconnecting'
  | 'signed-out'
  | 'stopping'
  | 'ended'
  | 'failed';

const WORDS: Record<BroadcasterState, readonly [string, string]> = {
  preparing: ['Preparing', 'Allow this page to use what you want to broadcast.'],
  ready: ['Ready', 'Nobody sees you yet.'],
  starting: ['Starting', 'Sending the first seconds. You are not on air yet.'],
  live: ['Live', 'You are on air.'],
  reconnecting: ['Reconnecting', ''],
  'signed-out': ['Signed out', ''],
  stopping: ['Stopping', 'Sending what is left.'],
  ended: ['Ended', 'You are off air. Start again to carry on under the same link.'],
  failed: ['Not live', ''],
};
const NEVER_LIVE = 'You were not on air: the server has taken nothing of this broadcast.';
const STARTABLE: readonly BroadcasterState[] = ['ready', 'ended', 'failed'];
const STOPPABLE: readonly BroadcasterState[] = ['starting', 'live', 'reconnecting', 'signed-out'];
const LABELS: Record<Exclude<Audience, 'unknown'>, string> = {
  everyone: 'Your viewers watch here',
  admitted: 'Your viewers watch here, once this server has let them in',
  signed: 'Viewers need a signed link. Ask whoever runs this server for one for this stream:',
};

/** Shows how the broadcast stands. */
export class View {
  private readonly main = document.querySelector<HTMLElement>('.broadcaster')!;
  private readonly start = element<HTMLButtonElement>('start');
  private readonly message = element('message');
  private readonly backlog = document.createElement('span');

  constructor() {
    // Nobody wants to hear a count of seconds.
    this.backlog.setAttribute('aria-live', 'off');
  }

  /** Where the broadcast stands. */
  get state(): BroadcasterState {
    return this.main.dataset.state as BroadcasterState;
  }

  show(state: BroadcasterState, sentence = WORDS[state][1]): void {
    this.turnTo(state);
    this.say(sentence);
    if (state === 'live') {
      this.closeTokenField();
    }
  }

  /** What is filmed waits: says since when in seconds of it, and why. */
  wait(state: 'reconnecting' | 'signed-out', opening: string, seconds: number, ending: string): void {
    if (this.state !== state) {
      this.turnTo(state);
    }
    this.backlog.textContent = `${Math.round(seconds)} s`;
    const sentence = [`${opening}, `, ` waiting to be sent. ${ending}`];
    const shown = this.message.contains(this.backlog) ? this.message.textContent : '';
    if (shown !== sentence.join(this.backlog.textContent)) {
      this.message.setAttribute('role', 'alert');
      this.message.replaceChildren(sentence[0]!, this.backlog, sentence[1]!);
    }
  }

  /** Between a click and what comes of it. */
  busy(): void {
    this.start.disabled = true;
    this.hold(true);
    this.say('Going on air.');
  }

  fail(sentence: string): void {
    this.turnTo('failed');
    this.say(sentence, 'alert');
  }

  /** It is over, which is no news where it has failed. */
  stopped(wasLive: boolean): void {
    if (this.state !== 'failed') {
      this.show('ended', wasLive ? undefined : NEVER_LIVE);
    }
  }

  say(sentence: string, role: 'status' | 'alert' = 'status'): void {
    if (this.message.textContent !== sentence) {
      this.message.setAttribute('role', role);
      this.message.textContent = sentence;
    }
  }

  /** Shows where viewers watch, unless they need what only others can give them. */
  share(audience: Audience, address: string, stream: string): void {
    element('share').hidden = audience === 'unknown';
    if (audience === 'unknown') {
      return;
    }
    element('link-label').textContent = LABELS[audience];
    const link = element<HTMLAnchorElement>('link');
    link.hidden = audience === 'signed';
    link.textContent = link.hidden ? '' : address.replace(/^https?:\/\//, '');
    if (link.hidden) {
      link.removeAttribute('href');
    } else {
      link.href = address;
    }
    const id = element('stream-id');
    id.hidden = !link.hidden;
    id.textContent = stream;
  }

  /** Shows the field for what the server asks of broadcasters. */
  askForToken(wrong: boolean): void {
    const refusal = wrong ? 'The server does not take this access token.' : 'This server asks for an access token.';
    this.fail(`${refusal} Enter yours, and start again.`);
    this.openTokenField(wrong).focus();
  }

  /** The token field, in sight. */
  openTokenField(wrong: boolean): HTMLInputElement {
    const token = element<HTMLInputElement>('token');
    element('token-field').hidden = false;
    token.setAttribute('aria-invalid', String(wrong));
    return token;
  }

  /** It has done its work. Whoever was in it goes on with the button beside it. */
  private closeTokenField(): void {
    const field = element('token-field');
    if (field.contains(document.activeElement)) {
      this.start.focus();
    }
    field.hidden = true;
  }

  private turnTo(state: BroadcasterState): void {
    const [title] = WORDS[state];
    const stoppable = STOPPABLE.includes(state);
    this.main.dataset.state = state;
    element('badge').textContent = title;
    document.title = `${title} · Chalkstream`;
    this.start.textContent = stoppable ? 'Stop' : 'Start streaming';
    this.start.disabled = !stoppable && !STARTABLE.includes(state);
    element('resume').hidden = state !== 'signed-out';
    this.hold(stoppable || state === 'stopping');
  }

  /** What cannot be changed while on air. */
  private hold(held: boolean): void {
    element<HTMLFieldSetElement>('settings').disabled = held;
    element<HTMLButtonElement>('new-session').disabled = held;
  }
}
