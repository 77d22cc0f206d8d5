import {expect, test} from 'vitest';
import {split} from '../../src/react/properties.js';

test('what is for the broadcast is told from what is for the video element', () => {
  const onReady = () => undefined;
  const {config, rest} = split({chunkLength: 2000, onReady, className: 'mine', 'data-test': 1, style: {width: 3}});

  expect(config).toEqual({chunkLength: 2000, onReady});
  expect(rest).toEqual({className: 'mine', 'data-test': 1, style: {width: 3}});
});
