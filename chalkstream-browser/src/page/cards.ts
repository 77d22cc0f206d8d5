import type {Card} from './card.js';
import type {StreamReport} from './operator.js';

/** A little earlier than a card comes into sight it may begin to load. */
const MARGIN = '100px';

/** The cards of all streams, in the order in which the server tells of them. Those that stay are not touched. */
export class Cards {
  private readonly cards = new Map<string, Card>();
  private readonly sight = new IntersectionObserver((entries) => this.moved(entries), {rootMargin: MARGIN});

  constructor(
    private readonly container: HTMLElement,
    private readonly make: (stream: string) => Card,
  ) {}

  get size(): number {
    return this.cards.size;
  }

  show(reports: readonly StreamReport[], now: string): void {
    const present = new Set(reports.map(({id}) => id));
    [...this.cards.keys()].filter((id) => !present.has(id)).forEach((id) => this.remove(id));
    let place = this.container.firstElementChild;
    for (const report of reports) {
      const card = this.cards.get(report.id) ?? this.add(report.id);
      card.show(report, now);
      if (card.root === place) {
        place = place.nextElementSibling;
      } else {
        this.container.insertBefore(card.root, place);
      }
    }
  }

  remove(stream: string): void {
    const card = this.cards.get(stream);
    if (card) {
      const focused = card.root.contains(document.activeElement);
      this.sight.unobserve(card.root);
      this.cards.delete(stream);
      card.close();
      if (focused) {
        // Whoever goes by keyboard does not start over at the top of the page.
        this.container.focus({preventScroll: true});
      }
    }
  }

  clear(): void {
    [...this.cards.keys()].forEach((id) => this.remove(id));
  }

  private add(stream: string): Card {
    const card = this.make(stream);
    this.cards.set(stream, card);
    this.sight.observe(card.root);
    return card;
  }

  private moved(entries: readonly IntersectionObserverEntry[]): void {
    for (const {target, isIntersecting} of entries) {
      this.cards.get((target as HTMLElement).dataset.stream ?? '')?.seen(isIntersecting);
    }
  }
}
