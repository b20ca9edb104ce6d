// A custom id: the sign of its handler and the handler's data, so that nothing has to be remembered between clicks.

import type { IdField } from './id-fields.js';
import { LIMITS } from './limits.js';

export type IdFields = Readonly<Record<string, IdField<unknown>>>;
type ValueOf<Field> = Field extends { read(text: string): { readonly value: infer Value } | undefined } ? Value : never;
/** Data of an id with some fields. A field that may be undefined may be left out. */
export type DataOf<Fields> = {
  readonly [Name in keyof Fields as undefined extends ValueOf<Fields[Name]> ? never : Name]: ValueOf<Fields[Name]>;
} & {
  readonly [Name in keyof Fields as undefined extends ValueOf<Fields[Name]> ? Name : never]?: ValueOf<Fields[Name]>;
};

export interface IdShape<Data> {
  /** Writes an id of at most 100 characters; throws RangeError if that is impossible. */
  encode(data: Data): string;
  /** Reads an id; undefined for anything that `encode` does not write. */
  decode(customId: string): Data | undefined;
}

const SEPARATOR = '.';

/**
 * @param sign beginning of every such id; a sign with a dot shares its first part with others
 * @param fields in the order in which they are written
 */
export function idShape<Fields extends IdFields>(sign: string, fields: Fields): IdShape<DataOf<Fields>> {
  type Data = DataOf<Fields>;
  const named = Object.entries(fields) as unknown as [keyof Data, IdField<unknown>][];
  const write = (data: Data) => {
    const texts = named.map(([name, field]) => field.write(data[name]));
    const isLeftOut = texts.at(-1) === '' && named.at(-1)?.[1].isLater === true;
    return [sign, ...(isLeftOut ? texts.slice(0, -1) : texts)].join(SEPARATOR);
  };
  const encode = (data: Data): string => {
    const text = write(data);
    if (text.length <= LIMITS.customId) return text;
    for (const [name, field] of named) {
      const value = field.shorten?.(data[name]);
      if (value !== undefined) return encode({ ...data, [name]: value });
    }
    throw new RangeError(`The id ${text} has more than ${LIMITS.customId} characters.`);
  };
  return {
    encode,
    decode: (customId) => {
      if (customId.length > LIMITS.customId || !customId.startsWith(sign)) return undefined;
      const [, ...parts] = customId.slice(sign.length).split(SEPARATOR);
      const read = named.map(([name, field], i) => [name, field.read(parts[i] ?? '')] as const);
      if (read.some(([, found]) => found === undefined)) return undefined;
      const values = read.flatMap(([name, found]) => (found?.value === undefined ? [] : [[name, found.value] as const]));
      const data = Object.fromEntries(values) as Data;
      return write(data) === customId ? data : undefined;
    },
  };
}
