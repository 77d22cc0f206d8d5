import {element} from './place.js';

/** What the page is about. */
export type BroadcasterState = 'preparing' | 'ready' | 'live' | 'stopping' | 'ended' | 'failed';

const WORDS: Record<BroadcasterState, readonly [string, string]> = {
  preparing: ['Preparing', 'Allow this page to use what you want to broadcast.'],
  ready: ['Ready', 'Nobody sees you yet.'],
  live: ['Live', 'You are on air.'],
  stopping: ['Stopping', 'Sending what is left.'],
  ended: ['Ended', 'You are off air. Start again to carry on under the same link.'],
  failed: ['Not live', ''],
};
const STARTABLE: readonly BroadcasterState[] = ['ready', 'ended', 'failed'];

/** Shows how the broadcast stands. */
export class View {
  private readonly main = document.querySelector<HTMLElement>('.broadcaster')!;
  private readonly start = element<HTMLButtonElement>('start');

  /** Where the broadcast stands. */
  get state(): BroadcasterState {
    return this.main.dataset.state as BroadcasterState;
  }

  show(state: BroadcasterState, sentence = WORDS[state][1]): void {
    const [title] = WORDS[state];
    this.main.dataset.state = state;
    element('badge').textContent = title;
    document.title = `${title} · Chalkstream`;
    this.start.textContent = state === 'live' ? 'Stop' : 'Start streaming';
    this.start.disabled = state !== 'live' && !STARTABLE.includes(state);
    this.hold(state === 'live' || state === 'stopping');
    this.say(sentence);
  }

  /** Between a click and what comes of it. */
  busy(): void {
    this.start.disabled = true;
    this.hold(true);
    this.say('Going on air.');
  }

  fail(sentence: string): void {
    this.show('failed', sentence);
  }

  /** It is over, which is no news where it has failed. */
  stopped(): void {
    if (this.state !== 'failed') {
      this.show('ended');
    }
  }

  say(sentence: string): void {
    const message = element('message');
    if (message.textContent !== sentence) {
      message.textContent = sentence;
    }
  }

  link(address: string): void {
    const link = element<HTMLAnchorElement>('link');
    link.href = address;
    link.textContent = address.replace(/^https?:\/\//, '');
    element('share').hidden = false;
  }

  /** What cannot be changed while on air. */
  private hold(held: boolean): void {
    element<HTMLFieldSetElement>('settings').disabled = held;
    element<HTMLButtonElement>('new-session').disabled = held;
  }

  /** Shows the field for what the server asks of broadcasters. */
  askForToken(wrong: boolean): void {
    const token = element<HTMLInputElement>('token');
    element('token-field').hidden = false;
    token.setAttribute('aria-invalid', String(wrong));
    const refusal = wrong ? 'The server does not take this access token.' : 'This server asks for an access token.';
    this.fail(`${refusal} Enter yours, and start again.`);
    token.focus();
  }
}
