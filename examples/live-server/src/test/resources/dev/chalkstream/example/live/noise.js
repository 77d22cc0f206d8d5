'use strict';

// A picture that no encoder can make small, so that the bits sent are the bits that it was told to use.
(() => {
  function capture(frameRate) {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 360;
    const context = canvas.getContext('2d');
    const image = context.createImageData(canvas.width, canvas.height);
    const pixels = new Uint32Array(image.data.buffer);
    let state = 1;
    setInterval(() => {
      for (let i = 0; i < pixels.length; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        pixels[i] = state | 0xff000000;
      }
      context.putImageData(image, 0, 0);
    }, 1000 / frameRate);
    return canvas.captureStream(frameRate);
  }

  window.noise = {capture};
})();
