/**
 * What kind of thing has gone wrong, for programs. New kinds may come.
 *
 * - `bad-config`: an option has a value that cannot be; its message names it
 * - `insecure-context`: the page is not served over HTTPS, nor from this machine
 * - `no-camera`: there is no camera or microphone such as was asked for
 * - `permission-denied`: the person, or the page's policy, says no
 * - `device-busy`: another program holds the camera or microphone
 * - `no-encoder`: this browser cannot encode H.264 or AAC, and no transcoder is given
 * - `encoder-failed`: the encoder has given up in mid-stream
 * - `capture-ended`: the camera was unplugged, or sharing of the screen was stopped
 * - `stalled`: no segment has come from the encoder for some time
 * - `unauthorized`: the server does not accept the authorization
 * - `forbidden`: the server accepts the authorization, and does not allow it to publish under this session id
 * - `signed-out`: the server does not accept the authorization any more, in mid-stream
 * - `wrong-server`: there is no Chalkstream at `ingestServer`
 * - `rejected`: the server does not take a segment
 * - `other-container`: the stream is of another container until it expires, which this encoder does not make
 * - `superseded`: another page broadcasts under the same session id now
 * - `incomplete`: the server could not be told that the broadcast is over
 */
export type ChalkStreamErrorCode =
  | 'bad-config'
  | 'insecure-context'
  | 'no-camera'
  | 'permission-denied'
  | 'device-busy'
  | 'no-encoder'
  | 'encoder-failed'
  | 'capture-ended'
  | 'stalled'
  | 'unauthorized'
  | 'forbidden'
  | 'signed-out'
  | 'wrong-server'
  | 'rejected'
  | 'other-container'
  | 'superseded'
  | 'incomplete';

/** Something has gone wrong, in a sentence that a person can act on. */
export class ChalkStreamError extends Error {
  override readonly name = 'ChalkStreamError';

  constructor(
    /** The kind of error. */
    readonly code: ChalkStreamErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const CAPTURE_ERRORS: Record<string, [ChalkStreamErrorCode, string]> = {
  NotAllowedError: [
    'permission-denied',
    'The browser was not allowed to use the camera, microphone or screen. Allow it in the address bar, and try again.',
  ],
  SecurityError: ['permission-denied', 'The browser does not let this page use a camera or microphone.'],
  NotFoundError: ['no-camera', 'No camera or microphone was found. Plug one in, and try again.'],
  OverconstrainedError: ['no-camera', 'No camera or microphone can do what was asked for. Ask for less.'],
  NotReadableError: [
    'device-busy',
    'The camera or microphone is in use by another program. Close that program, and try again.',
  ],
  AbortError: ['device-busy', 'The camera or microphone could not be started. Plug it in anew, and try again.'],
};

/** What to tell a person of a refusal by `getUserMedia` or `getDisplayMedia`. */
export function captureError(cause: unknown): ChalkStreamError {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  const known = CAPTURE_ERRORS[name];
  if (known) {
    return new ChalkStreamError(known[0], known[1], {cause});
  }
  return new ChalkStreamError('no-camera', `The camera or microphone could not be opened: ${describe(cause)}`, {cause});
}

/** The error itself if it is one of ours, else wrapped as one of the encoder's. */
export function encoderError(cause: unknown): ChalkStreamError {
  if (cause instanceof ChalkStreamError) {
    return cause;
  }
  return new ChalkStreamError('encoder-failed', `The encoder has failed: ${describe(cause)}`, {cause});
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
