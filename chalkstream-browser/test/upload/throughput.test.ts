import {expect, test} from 'vitest';
import {ThroughputMeter} from '../../src/upload/throughput.js';

test('nothing is known before the first upload', () => {
  expect(new ThroughputMeter().estimate(undefined)).toBeUndefined();
});

test('good news is believed half, bad news whole', () => {
  const meter = new ThroughputMeter();
  meter.add({bytes: 125_000, millis: 1000});
  expect(meter.estimate(undefined)).toBe(1_000_000);
  meter.add({bytes: 375_000, millis: 1000});
  expect(meter.estimate(undefined)).toBe(2_000_000);
  meter.add({bytes: 125_000, millis: 2000});
  expect(meter.estimate(undefined)).toBe(500_000);
  expect(meter.roundTrip).toBe(2000);
});

test('an upload that should be over by now shows that the uplink has become slower', () => {
  const meter = new ThroughputMeter();
  meter.add({bytes: 125_000, millis: 1000});
  expect(meter.estimate({bytes: 125_000, millis: 500})).toBe(1_000_000);
  expect(meter.estimate({bytes: 125_000, millis: 4000})).toBe(250_000);
});

test('even the first upload shows how slow the uplink is at least', () => {
  expect(new ThroughputMeter().estimate({bytes: 125_000, millis: 4000})).toBe(250_000);
});
