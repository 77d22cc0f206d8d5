import type {VideoSample} from 'mediabunny';
import {expect, test} from 'vitest';
import {Framer} from '../../src/broadcast/framer.js';

function sample(codedWidth: number, codedHeight: number, rotation = 0): VideoSample {
  const upright = rotation % 180 === 0;
  return {
    codedWidth,
    codedHeight,
    displayWidth: upright ? codedWidth : codedHeight,
    displayHeight: upright ? codedHeight : codedWidth,
    rotation,
    flip: false,
    transform: async (options: object) => options,
  } as unknown as VideoSample;
}

test('frames that fit are left alone', () => {
  const framer = new Framer();
  const frame = sample(640, 360);
  expect(framer.frame(frame)).toBe(frame);
});

test('odd sizes become even', async () => {
  expect(await new Framer().frame(sample(321, 181))).toEqual({width: 320, height: 180, fit: 'contain'});
  expect(await new Framer().frame(sample(1, 1))).toMatchObject({width: 2, height: 2});
});

test('a phone that is turned is shown whole within the first size', async () => {
  const framer = new Framer();
  framer.frame(sample(640, 360));
  expect(await framer.frame(sample(360, 640))).toEqual({width: 640, height: 360, fit: 'contain'});
});

test('frames that lie on their side are set upright', async () => {
  const framer = new Framer();
  expect(await framer.frame(sample(640, 360, 90))).toEqual({width: 360, height: 640, fit: 'contain'});
});
