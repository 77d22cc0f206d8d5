import type {ChalkStreamConfig} from './config.js';

/** A broadcast from this page. */
export class ChalkStream {
  constructor(readonly config: ChalkStreamConfig) {}
}
