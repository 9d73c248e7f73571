// Validates dashboards against the schema that is generated from Grafana's own types.
//   node validate.mjs FILE...     exit code 0: all are valid; 1: one is not, and why
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

const TYPES = 'dist/types/raw/dashboard/x/types.gen.d.ts';

// What Grafana reads and its types leave out.
const UNTYPED = ['__inputs', '__requires'];

function schemaPackage() {
  const entry = createRequire(import.meta.url).resolve('@grafana/schema');
  let folder = dirname(entry);
  while (!folder.endsWith(join('@grafana', 'schema'))) {
    folder = dirname(folder);
  }
  return folder;
}

function typed(dashboard) {
  const copy = structuredClone(dashboard);
  UNTYPED.forEach((key) => delete copy[key]);
  copy.templating?.list?.forEach((variable) => delete variable.definition);
  return copy;
}

const schema = createGenerator({
  path: join(schemaPackage(), TYPES),
  type: 'Dashboard',
  skipTypeCheck: true,
}).createSchema('Dashboard');
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

let valid = true;
for (const file of process.argv.slice(2)) {
  if (!validate(typed(JSON.parse(readFileSync(file, 'utf8'))))) {
    valid = false;
    for (const error of validate.errors) {
      console.log(`${file}: ${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
    }
  }
}
process.exit(valid ? 0 : 1);
