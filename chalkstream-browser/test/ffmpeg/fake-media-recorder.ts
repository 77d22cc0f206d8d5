/** A recorder that begins when a test lets it, and whose recording is its number. */
export class FakeMediaRecorder extends EventTarget {
  static all: FakeMediaRecorder[] = [];
  /** Whether recorders begin by themselves. */
  static prompt = true;

  static isTypeSupported(type: string): boolean {
    return type === 'video/webm';
  }

  readonly number = FakeMediaRecorder.all.length;
  state: RecordingState = 'inactive';

  constructor(
    readonly stream: MediaStream,
    readonly options: MediaRecorderOptions,
  ) {
    super();
    FakeMediaRecorder.all.push(this);
  }

  start(): void {
    this.state = 'recording';
    if (FakeMediaRecorder.prompt) {
      this.begin();
    }
  }

  begin(): void {
    queueMicrotask(() => this.dispatchEvent(new Event('start')));
  }

  stop(): void {
    this.state = 'inactive';
    const data = Object.assign(new Event('dataavailable'), {data: new Blob([`recording ${this.number}`])});
    queueMicrotask(() => {
      this.dispatchEvent(data);
      this.dispatchEvent(new Event('stop'));
    });
  }
}
