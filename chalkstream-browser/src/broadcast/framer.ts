import type {VideoSample} from 'mediabunny';

/**
 * Gives all frames of a run the size of the first: a phone may be turned and a shared window be resized, and
 * H.264 takes even sizes only. What does not fit is shown whole, between bars.
 */
export class Framer {
  private size: {width: number; height: number} | undefined;

  /** The sample itself if it fits, else a new one that does. */
  frame(sample: VideoSample): VideoSample | Promise<VideoSample> {
    this.size ??= {width: even(sample.displayWidth), height: even(sample.displayHeight)};
    const {width, height} = this.size;
    const fits = sample.codedWidth === width && sample.codedHeight === height;
    if (fits && sample.rotation === 0 && !sample.flip) {
      return sample;
    }
    return sample.transform({width, height, fit: 'contain'});
  }
}

/** The even number of pixels that is next below. */
export function even(pixels: number): number {
  return Math.max(2, pixels - (pixels % 2));
}
