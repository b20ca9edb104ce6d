// Types of the only function of sentencex in use; the package ships none.

declare module 'sentencex' {
  /** Sentences of a text, in order; white space between them may be left out. */
  export default function segment(language: string, text: string): string[];
}
