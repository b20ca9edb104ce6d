// Discord's own OpenAPI file as a judge of requests and answers: each route's check is compiled when it is first needed.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type AnySchema, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isFields } from './limits.js';

/** What a body breaks of the file, a line for each fault; nothing for what the file does not know. */
export interface Judge {
  checkRequest(method: string, route: string, body: unknown): string[];
  checkAnswer(method: string, route: string, status: number, body: unknown): string[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, AnySchema>> };
}

/** The file that comes with the checkout's neighbours, unless the environment names another. */
export function openApiFile(): string {
  return process.env.DISCORD_OPENAPI ?? fileURLToPath(new URL('../../../../shared/discord/openapi.json', import.meta.url));
}

const judges = new Map<string, Judge | undefined>();

/** The judge of one file, one a process; undefined, with one printed reason, where the file is absent. */
export function judgeOf(file: string): Judge | undefined {
  if (!judges.has(file)) {
    const isThere = existsSync(file);
    if (!isThere)
      console.warn(`Requests are not checked against Discord's OpenAPI file: ${file} is absent (DISCORD_OPENAPI names another).`);
    judges.set(file, isThere ? createJudge(JSON.parse(readFileSync(file, 'utf8')) as Document) : undefined);
  }
  return judges.get(file);
}

const ROOT = 'discord';

function createJudge(document: Document): Judge {
  // The file is no meta-schema's model and far too large to check itself at every start.
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
      if (schema === undefined) return [];
      const [name, narrowed] = narrow(document, schema, body);
      return check(`${method} ${route} ${name}`, narrowed, tolerate(body));
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

/** Of a union of callbacks, the one of the body's type: what is wrong with it can then be said. */
function narrow(document: Document, schema: unknown, body: unknown): [string, unknown] {
  const branches = isFields(schema) && Array.isArray(schema.anyOf) ? schema.anyOf : [];
  const type = isFields(body) ? body.type : undefined;
  for (const branch of branches) {
    const name = String(schemaAt(branch, '$ref')).split('/').at(-1) ?? '';
    const types = schemaAt(document.components.schemas[name], 'properties', 'type', 'enum');
    if (Array.isArray(types) && types.includes(type)) return [name, branch];
  }
  return ['', schema];
}

/** References of the file are to its own parts. */
function absolute(schema: unknown): AnySchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${ROOT}#/components/`)) as AnySchema;
}

/** The file wants permissions as numbers; the documentation, which goes before it, takes strings. */
function tolerate(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(tolerate);
  if (!isFields(body) || typeof body.default_member_permissions !== 'string') return body;
  return { ...body, default_member_permissions: Number(body.default_member_permissions) };
}

/** Faults as lines; what the branches say that were not meant is left out. */
function describe(errors: readonly ErrorObject[]): string[] {
  const schemaOf = ({ schemaPath }: ErrorObject) => /schemas\/(\w+)\//u.exec(schemaPath)?.[1] ?? '';
  const notMeant = new Set(
    errors
      .filter(({ keyword, instancePath }) => (keyword === 'enum' || keyword === 'const') && instancePath.endsWith('/type'))
      .map((error) => `${schemaOf(error)} ${error.instancePath.slice(0, -'/type'.length)}`),
  );
  const isMeant = (error: ErrorObject) =>
    ![...notMeant].some((key) => {
      const [schema = '', path = ''] = key.split(' ');
      return schemaOf(error) === schema && (error.instancePath === path || error.instancePath.startsWith(`${path}/`));
    });
  const isUnion = ({ keyword }: ErrorObject) => keyword === 'oneOf' || keyword === 'anyOf';
  const isNull = ({ keyword, message }: ErrorObject) => keyword === 'type' && message === 'must be null';
  const precise = errors.filter((error) => isMeant(error) && !isUnion(error) && !isNull(error));
  const chosen = precise.length > 0 ? precise : errors;
  return [...new Set(chosen.map(({ instancePath, message }) => `${instancePath === '' ? 'body' : instancePath.slice(1)} ${message}`))];
}
