// The logger that the Discord rooms need: details first, then one sentence.

type Write = (details: object, message: string) => void;

export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}
