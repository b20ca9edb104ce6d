// Checks requests and answers against Discord's OpenAPI file; each route's check is compiled when it is first needed.

import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020, type AnySchema, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { MessageReferenceType } from 'discord.js';
import { isFields } from './limits.js';

/** Violations of the file in a body, one line each; none for anything that the file does not define. */
export interface Judge {
  checkRequest(method: string, route: string, body: unknown): string[];
  checkAnswer(method: string, route: string, status: number, body: unknown): string[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, AnySchema>> };
}

const judges = new Map<string, Judge | undefined>();

/** The judge of one file, shared within the process; undefined, with one printed reason, if the file is missing. */
export function judgeOf(file: string): Judge | undefined {
  if (!judges.has(file)) {
    const isThere = existsSync(file);
    if (!isThere)
      console.warn(`Requests are not checked against Discord's OpenAPI file: ${file} is absent (DISCORD_OPENAPI names another).`);
    judges.set(file, isThere ? createJudge(chosenByType(withForwards(JSON.parse(readFileSync(file, 'utf8')) as Document))) : undefined);
  }
  return judges.get(file);
}

const ROOT = 'discord';

function createJudge(document: Document): Judge {
  // The file conforms to no meta-schema, and is far too large to be checked at every start.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, logger: false });
  addFormats.default(ajv);
  ajv.addFormat('snowflake', /^(?:0|[1-9]\d*)$/u);
  ajv.addFormat('nonce', true);
  ajv.addSchema({ $id: ROOT, components: document.components });
  const compiled = new Map<string, ValidateFunction>();

  const check = (key: string, schema: unknown, body: unknown): string[] => {
    let validate = compiled.get(key);
    if (validate === undefined) {
      validate = ajv.compile(absolute(schema));
      compiled.set(key, validate);
    }
    return validate(body) ? [] : describe(validate.errors ?? []);
  };

  return {
    checkRequest: (method, route, body) => {
      const schema = schemaAt(document.paths[route]?.[method.toLowerCase()], 'requestBody', 'content', 'application/json', 'schema');
      return schema === undefined ? [] : check(`${method} ${route}`, schema, tolerate(body));
    },
    checkAnswer: (method, route, status, body) => {
      const operation = document.paths[route]?.[method.toLowerCase()];
      const schema = schemaAt(operation, 'responses', String(status), 'content', 'application/json', 'schema');
      return schema === undefined ? [] : check(`${method} ${route} ${status}`, schema, body);
    },
  };
}

function schemaAt(value: unknown, ...steps: readonly string[]): unknown {
  return steps.reduce((inner: unknown, step) => (isFields(inner) ? inner[step] : undefined), value);
}

/** Adds references of forwarded messages: the documentation, which takes precedence, has them; the file only has references of replies. */
function withForwards({ paths, components: { schemas } }: Document): Document {
  const { Default, Forward } = MessageReferenceType;
  return { paths, components: { schemas: { ...schemas, MessageReferenceType: { type: 'integer', enum: [Default, Forward] } } } };
}

/** Turns unions with a distinguishing type into a choice by that type, so that only faults of the intended part are reported. */
function chosenByType(document: Document): Document {
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (!isFields(value)) return value;
    const { oneOf, anyOf, allOf, ...rest } = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewrite(inner)]));
    const unions = Object.entries({ oneOf, anyOf }).flatMap(([key, union]) => {
      if (!Array.isArray(union)) return [];
      return [choiceOf(document, union) ?? { [key]: union }];
    });
    const all = [...(Array.isArray(allOf) ? allOf : []), ...unions];
    return all.length === 0 ? rest : { ...rest, allOf: all };
  };
  return rewrite(document) as Document;
}

function choiceOf({ components: { schemas } }: Document, union: readonly unknown[]): unknown {
  const parts = union.filter((part) => schemaAt(part, 'type') !== 'null');
  const types = parts.map((part) => {
    const schema = schemas[String(schemaAt(part, '$ref')).split('/').at(-1) ?? ''];
    const needed = schemaAt(schema, 'required');
    const known = schemaAt(schema, 'properties', 'type', 'enum');
    return Array.isArray(needed) && needed.includes('type') && Array.isArray(known) ? known : [];
  });
  const all = types.flat();
  if (types.some(({ length }) => length === 0) || new Set(all).size < all.length) return undefined;
  const isOf = (known: readonly unknown[]) => ({ type: 'object', properties: { type: { enum: known } }, required: ['type'] });
  return {
    type: parts.length < union.length ? ['object', 'null'] : 'object',
    properties: { type: { enum: all } },
    required: ['type'],
    allOf: parts.map((part, index) => ({ anyOf: [{ not: isOf(types[index] ?? []) }, part] })),
  };
}

/** Resolves references within the file. */
function absolute(schema: unknown): AnySchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${ROOT}#/components/`)) as AnySchema;
}

/** Accepts permissions as strings, as the documentation does, which takes precedence; the file wants numbers. */
function tolerate(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(tolerate);
  if (!isFields(body) || typeof body.default_member_permissions !== 'string') return body;
  return { ...body, default_member_permissions: Number(body.default_member_permissions) };
}

/** Faults as lines, without faults that only report a fault of an inner part. */
function describe(errors: readonly ErrorObject[]): string[] {
  const isOfWhole = ({ keyword, message }: ErrorObject) =>
    ['oneOf', 'anyOf', 'not'].includes(keyword) || (keyword === 'type' && message === 'must be null');
  const precise = errors.filter((error) => !isOfWhole(error));
  const chosen = precise.length > 0 ? precise : errors;
  return [...new Set(chosen.map(({ instancePath, message }) => `${instancePath === '' ? 'body' : instancePath.slice(1)} ${message}`))];
}
