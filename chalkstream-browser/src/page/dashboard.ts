import {Card} from './card.js';
import {Cards} from './cards.js';
import {bitrate} from './connection.js';
import {Operator, OperatorError, type Overview, type Which} from './operator.js';
import {element} from './place.js';
import {Plot} from './plot.js';
import {Refresher} from './refresher.js';

const REFRESH_MS = 3000;
const SHORT_ID = 10;
const EMPTY: Record<Which, string> = {
  live: 'Nobody is on air. A stream shows here within seconds of its first segment.',
  complete: 'No recordings are kept.',
  damaged: 'No stream is damaged.',
};

/** What the page remembers for as long as its tab is open. */
export interface TokenKeeper {
  token: string;
}

/** The operator's page. */
export class Dashboard {
  private readonly main = document.querySelector<HTMLElement>('.dashboard')!;
  private readonly live = new Plot(element('total-live').querySelector('svg')!, 5);
  private readonly viewers = new Plot(element('total-viewers').querySelector('svg')!, 5);
  private readonly bitrate = new Plot(element('total-bitrate').querySelector('svg')!, 1_000_000);
  private readonly cards: Cards;
  private readonly refresher = new Refresher(() => this.refresh(), REFRESH_MS);
  private operator: Operator | undefined;
  private which: Which = 'live';
  private doubted: Card | undefined;
  /** Counts the questions: what is answered late is of no use. */
  private asked = 0;

  constructor(
    private readonly server: URL,
    private readonly keeper: TokenKeeper,
  ) {
    this.cards = new Cards(element('cards'), (id) => new Card(id, server, (card) => this.ask(card)));
  }

  /** Shows the streams if this tab knows the token, and else asks for it. */
  begin(): void {
    if (this.keeper.token) {
      this.enter(this.keeper.token);
    } else {
      this.leave('');
    }
  }

  /** Tries a token. */
  enter(token: string): void {
    this.keeper.token = token;
    this.operator = new Operator(this.server, token);
    element<HTMLButtonElement>('enter').disabled = true;
    this.refresher.start();
  }

  /** Forgets the token, and asks for it. */
  leave(reason: string): void {
    this.refresher.stop();
    this.asked++;
    this.operator = undefined;
    this.keeper.token = '';
    this.cards.clear();
    [this.live, this.viewers, this.bitrate].forEach((plot) => plot.clear());
    this.open(false);
    const token = element<HTMLInputElement>('token');
    token.value = '';
    token.setAttribute('aria-invalid', String(reason !== ''));
    element('refusal').textContent = reason;
    token.focus();
  }

  /** Turns to the streams that are on air, or to those that have been. */
  turnTo(which: Which): void {
    this.which = which;
    this.cards.clear();
    element('empty').hidden = true;
    this.refresher.start();
  }

  /** Takes down the stream that was asked about. */
  async takeDown(): Promise<void> {
    const {doubted: card, operator} = this;
    if (!card || !operator) {
      return;
    }
    const name = `${card.stream.slice(0, SHORT_ID)}…`;
    card.busy(true);
    this.say(`Taking down ${name}`);
    try {
      await operator.takeDown(card.stream);
      this.cards.remove(card.stream);
      this.say(`Stream ${name} was taken down.`);
      this.refresher.start();
    } catch (error) {
      card.busy(false);
      this.say(`Stream ${name} was not taken down. ${(error as Error).message}`);
    }
  }

  private ask(card: Card): void {
    this.doubted = card;
    element('confirm-stream').textContent = card.stream;
    element<HTMLDialogElement>('confirm').showModal();
  }

  private async refresh(): Promise<void> {
    const asked = ++this.asked;
    try {
      const overview = await this.operator?.overview(this.which);
      if (overview && asked === this.asked) {
        this.show(overview);
      }
    } catch (error) {
      if (asked === this.asked) {
        this.fail(error);
      }
    }
  }

  private show(overview: Overview): void {
    if (this.main.dataset.state === 'stale') {
      this.say('');
    }
    this.open(true);
    this.sum(overview);
    this.cards.show(overview.streams, overview.time);
    element('recordings').textContent = `Recordings (${overview.complete})`;
    element('damaged').textContent = `Damaged (${overview.damaged})`;
    element('choose-damaged').hidden = overview.damaged === 0 && this.which !== 'damaged';
    element('updated').textContent = `Updated ${new Date(overview.time).toLocaleTimeString()}`;
    element('empty').hidden = this.cards.size > 0;
    element('empty-text').textContent = EMPTY[this.which];
    element('omitted').hidden = overview.omitted === 0;
    element('omitted').textContent = `${overview.omitted} more are not shown.`;
  }

  private sum(overview: Overview): void {
    this.live.add(overview.live);
    this.viewers.add(overview.viewers);
    this.bitrate.add(overview.bitrate);
    element('total-live').querySelector('output')!.textContent = String(overview.live);
    element('total-viewers').querySelector('output')!.textContent = String(overview.viewers);
    element('total-bitrate').querySelector('output')!.textContent = bitrate(overview.bitrate);
    document.title = `${overview.live} on air · Chalkstream`;
  }

  private fail(error: unknown): void {
    const message = (error as Error).message;
    if (error instanceof OperatorError && error.code !== 'unreachable') {
      this.leave(message);
      return;
    }
    this.open(true);
    this.main.dataset.state = 'stale';
    this.say(`${message} Trying again.`);
  }

  private open(isOpen: boolean): void {
    this.main.dataset.state = isOpen ? 'open' : 'closed';
    element('overview').hidden = !isOpen;
    element('leave').hidden = !isOpen;
    element('updated').hidden = !isOpen;
    element('entrance').hidden = isOpen;
    element<HTMLButtonElement>('enter').disabled = false;
  }

  private say(sentence: string): void {
    const message = element('message');
    if (message.textContent !== sentence) {
      message.textContent = sentence;
    }
  }
}
