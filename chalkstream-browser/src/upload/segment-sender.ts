import type {IngestClient, Outcome} from './ingest-client.js';
import type {Segment} from './segment.js';

/**
 * Sends segments, each behind the initialization section that it needs. The server is sent a section when it changes,
 * and again when it does not have it any more.
 */
export class SegmentSender {
  /** What the server has, as far as this run knows. */
  private sent: Uint8Array<ArrayBuffer> | undefined;

  constructor(
    private readonly client: Pick<IngestClient, 'put' | 'putInitialization'>,
    private readonly digest: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>,
  ) {}

  /**
   * Sends a segment, which the server then has if it is taken. Rejects if, and only if, the signal aborts it.
   *
   * @param begins called when the section is through and the segment begins: the uplink is measured by the segment
   */
  async send(segment: Segment, signal: AbortSignal, begins: () => unknown = () => undefined): Promise<Outcome> {
    const outcome = await this.attempt(segment, signal, begins);
    if (outcome.kind !== 'needs-initialization') {
      return outcome;
    }
    this.sent = undefined;
    const again = await this.attempt(segment, signal, begins);
    return again.kind === 'needs-initialization' ? {...again, kind: 'later', status: 412} : again;
  }

  private async attempt(segment: Segment, signal: AbortSignal, begins: () => unknown): Promise<Outcome> {
    const {bytes, initialization} = segment;
    if (!initialization) {
      return this.client.put(segment, await this.digest(bytes), signal);
    }
    const section = await this.digest(initialization);
    if (this.sent !== initialization) {
      const outcome = await this.client.putInitialization(initialization, section, signal);
      if (outcome.kind !== 'taken') {
        return outcome;
      }
      this.sent = initialization;
      begins();
    }
    return this.client.put(segment, await this.digest(bytes), signal, section);
  }
}
