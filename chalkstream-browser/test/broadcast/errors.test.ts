import {describe, expect, test} from 'vitest';
import {captureError, ChalkStreamError, encoderError} from '../../src/broadcast/errors.js';

describe('a refusal to capture', () => {
  test.each([
    ['NotAllowedError', 'permission-denied'],
    ['SecurityError', 'permission-denied'],
    ['NotFoundError', 'no-camera'],
    ['OverconstrainedError', 'no-camera'],
    ['NotReadableError', 'device-busy'],
    ['AbortError', 'device-busy'],
    ['SomethingNewError', 'no-camera'],
  ])('%s is %s', (name, code) => {
    const cause = new DOMException('in the words of the browser', name);
    expect(captureError(cause)).toMatchObject({code, cause, name: 'ChalkStreamError'});
  });

  test('that nobody knows is told in its own words', () => {
    expect(captureError(new TypeError('no such thing')).message).toContain('no such thing');
    expect(captureError('odd').message).toContain('odd');
  });
});

describe('an error of the encoder', () => {
  test('is wrapped', () => {
    const cause = new Error('out of frames');
    expect(encoderError(cause)).toMatchObject({code: 'encoder-failed', cause});
    expect(encoderError(cause).message).toContain('out of frames');
  });

  test('that is one of ours stays as it is', () => {
    const error = new ChalkStreamError('no-encoder', 'None.');
    expect(encoderError(error)).toBe(error);
  });
});
