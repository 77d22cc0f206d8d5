'use strict';

// The wall clock as a picture that a program can read: a grid of black and white squares, most
// significant bit first, behind which a checksum tells a picture that is half of one, half of another.
(() => {
  const COLUMNS = 8;
  const ROWS = 6;
  const TIME_BITS = 40;
  const CHECK_BITS = 8;

  /** Milliseconds until the picture's clock begins again. */
  const ROUND = 2 ** TIME_BITS;
  const MIDDLE = 128;

  function checksum(time) {
    let sum = 0;
    for (let rest = time; rest > 0; rest = Math.floor(rest / 251)) {
      sum = (sum * 31 + (rest % 251)) % 256;
    }
    return sum;
  }

  function bitsOf(number, count) {
    return Array.from({length: count}, (_, i) => Math.floor(number / 2 ** (count - 1 - i)) % 2);
  }

  function numberOf(bits) {
    return bits.reduce((number, bit) => number * 2 + bit, 0);
  }

  function paint(canvas) {
    const context = canvas.getContext('2d');
    const width = canvas.width / COLUMNS;
    const height = canvas.height / ROWS;
    const now = Date.now() % ROUND;
    [...bitsOf(now, TIME_BITS), ...bitsOf(checksum(now), CHECK_BITS)].forEach((bit, i) => {
      context.fillStyle = bit ? '#fff' : '#000';
      context.fillRect((i % COLUMNS) * width, Math.floor(i / COLUMNS) * height, width, height);
    });
  }

  /** The time in the picture of a video, or null where it has none. */
  function read(video) {
    const canvas = new OffscreenCanvas(COLUMNS * 8, ROWS * 8);
    const context = canvas.getContext('2d', {willReadFrequently: true});
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
    const bits = Array.from({length: TIME_BITS + CHECK_BITS}, (_, i) => {
      const x = (i % COLUMNS) * 8 + 4;
      const y = Math.floor(i / COLUMNS) * 8 + 4;
      return data[(y * canvas.width + x) * 4] > MIDDLE ? 1 : 0;
    });
    const time = numberOf(bits.slice(0, TIME_BITS));
    return time > 0 && checksum(time) === numberOf(bits.slice(TIME_BITS)) ? time : null;
  }

  /** A stream of the clock's pictures, with a tone, as a camera and a microphone would give. */
  function capture(frameRate) {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 480;
    paint(canvas);
    setInterval(() => paint(canvas), 1000 / frameRate);
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const out = audio.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    return new MediaStream([...canvas.captureStream(frameRate).getTracks(), ...out.stream.getTracks()]);
  }

  /** Writes down, for each picture shown, how old it is, in milliseconds. */
  function watch(video) {
    const ages = [];
    const look = () => {
      const time = read(video);
      if (time !== null) {
        ages.push((Date.now() - time) % ROUND);
      }
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    return ages;
  }

  window.clock = {capture, watch};
})();
