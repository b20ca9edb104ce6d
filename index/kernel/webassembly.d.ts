// Types of the WebAssembly features in use; TypeScript has them only in its DOM library.

declare namespace WebAssembly {
  class Memory {
    constructor(size: { initial: number; maximum: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  function instantiate(
    bytes: Uint8Array,
    imports: { readonly env: { readonly memory: Memory } },
  ): Promise<{ instance: { readonly exports: Readonly<Record<string, unknown>> } }>;
}
