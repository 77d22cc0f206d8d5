/** Plays one stream through its whole life. */
export class ChalkStreamPlayer {}
