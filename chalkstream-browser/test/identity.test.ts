import {expect, test} from 'vitest';
import {ChalkStream} from '../src/index.js';

test('a broadcast keeps its configuration', () => {
  expect(new ChalkStream({chunkLength: 2000}).config.chunkLength).toBe(2000);
});
