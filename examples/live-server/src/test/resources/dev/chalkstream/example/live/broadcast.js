'use strict';

// Broadcasts with the package as a page would, and writes down what it is told.
window.broadcast = async (mediaStream, options) => {
  const {ChalkStream} = await import('/chalkstream/chalkstream.js');
  const seen = {encoded: 0, uploaded: 0, dropped: 0, bitrates: [], errors: [], stats: null};
  const stream = new ChalkStream({
    mediaStream,
    onChunkEncoded: () => seen.encoded++,
    onChunkUploaded: () => seen.uploaded++,
    onSegmentDropped: () => seen.dropped++,
    onError: (error) => seen.errors.push(`${error.code}: ${error.message}`),
    onStats: (stats) => {
      seen.stats = stats;
      seen.bitrates.push(stats.videoBitrate);
    },
    ...options,
  });
  window.stream = stream;
  window.seen = seen;
  await stream.init();
  await stream.start();
  return stream.streamId;
};
