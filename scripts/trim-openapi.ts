// Trims Discord's OpenAPI file to the JSON bodies of the loopback Discord's routes, which are all that the tests check:
// node --import tsx scripts/trim-openapi.ts FILE > tests/sandbox/discord/openapi/openapi.json

import { readFileSync } from 'node:fs';
import { startDiscord } from '../sandbox/discord/discord.js';
import { isFields } from '../sandbox/discord/limits.js';
import { accountRoutes } from '../sandbox/discord/routes/account.js';
import { channelRoutes } from '../sandbox/discord/routes/channels.js';
import { commandRoutes } from '../sandbox/discord/routes/commands.js';
import { interactionRoutes } from '../sandbox/discord/routes/interactions.js';

type Fields = Readonly<Record<string, unknown>>;

const [, , file] = process.argv;
if (file === undefined) throw new Error('Name the whole file: openapi.json of discord/discord-api-spec.');
const whole = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly openapi: string;
  readonly info: Fields;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Fields>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
};

const { world, stop } = await startDiscord();
await stop();
const routes = [
  ...accountRoutes(world, { gatewayUrl: () => '', identifiesLeft: () => 0 }),
  ...channelRoutes(world),
  ...commandRoutes(world),
  ...interactionRoutes(world),
];

/** A body's JSON content only; other encodings have the same content. */
const jsonOf = (body: unknown): Fields | undefined => {
  const json = isFields(body) && isFields(body.content) ? body.content['application/json'] : undefined;
  return json === undefined ? undefined : { content: { 'application/json': json } };
};

const paths: Record<string, Record<string, unknown>> = {};
for (const { method, path } of routes) {
  const operation = whole.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${file} does not know ${method} ${path}.`);
  const requestBody = jsonOf(operation.requestBody);
  const answers = isFields(operation.responses) ? Object.entries(operation.responses) : [];
  const responses = answers.flatMap(([status, answer]) => {
    const json = jsonOf(answer);
    return json === undefined ? [] : [[status, json] as const];
  });
  paths[path] = {
    ...paths[path],
    [method.toLowerCase()]: { ...(requestBody && { requestBody }), responses: Object.fromEntries(responses) },
  };
}

const named = new Set<string>();
const follow = (value: unknown): void => {
  if (Array.isArray(value)) value.forEach(follow);
  if (!isFields(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const name = key === '$ref' ? String(inner).replace('#/components/schemas/', '') : undefined;
    if (name === undefined) follow(inner);
    else if (!named.has(name)) {
      named.add(name);
      follow(whole.components.schemas[name]);
    }
  }
};
follow(paths);

const schemas = Object.fromEntries(Object.entries(whole.components.schemas).filter(([name]) => named.has(name)));
/** One line for each path and schema: the diff of a later version then shows Discord's changes. */
const lines = (fields: Fields) =>
  `{\n${Object.entries(fields)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join(',\n')}\n}`;
process.stdout.write(
  `${lines({ openapi: whole.openapi, info: whole.info }).slice(0, -2)},\n"paths":${lines(paths)},\n"components":{"schemas":${lines(schemas)}}}\n`,
);
