/** As much of JSON Schema as `spec/policy.schema.json` uses; anything else in a schema is an error. */

interface Schema {
  readonly [keyword: string]: unknown;
}

export function accepts(root: Schema, value: unknown): boolean {
  return check(root, value, root);
}

type Check = (argument: never, value: unknown, root: Schema, schema: Schema) => boolean;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const keywords: Readonly<Record<string, Check>> = {
  $schema: () => true,
  $id: () => true,
  $defs: () => true,
  title: () => true,
  description: () => true,
  $ref: (path: string, value, root) => check((root['$defs'] as Record<string, Schema>)[path.replace('#/$defs/', '')], value, root),
  anyOf: (schemas: readonly Schema[], value, root) => schemas.some((schema) => check(schema, value, root)),
  type: (type: string, value) =>
    type === 'integer' ? Number.isInteger(value) : type === 'array' ? Array.isArray(value) : type === 'object' ? isObject(value) : typeof value === type,
  enum: (values: readonly unknown[], value) => values.includes(value),
  minimum: (least: number, value) => typeof value !== 'number' || value >= least,
  maximum: (most: number, value) => typeof value !== 'number' || value <= most,
  pattern: (text: string, value) => typeof value !== 'string' || new RegExp(text, 'u').test(value),
  items: (schema: Schema, value, root) => !Array.isArray(value) || value.every((item) => check(schema, item, root)),
  properties: (schemas: Readonly<Record<string, Schema>>, value, root) =>
    !isObject(value) || Object.entries(value).every(([name, field]) => !Object.hasOwn(schemas, name) || check(schemas[name], field, root)),
  additionalProperties: (_: false, value, __, { properties }) => !isObject(value) || Object.keys(value).every((name) => Object.hasOwn(properties as object, name)),
};

function check(schema: Schema, value: unknown, root: Schema): boolean {
  return Object.entries(schema).every(([keyword, argument]) => {
    if (!Object.hasOwn(keywords, keyword)) throw new Error(`the schema has '${keyword}', which is not known here`);
    return keywords[keyword](argument as never, value, root, schema);
  });
}
