// Copies what the compiler leaves behind in lib/ (JSON schemas) to the same place in dist/.
import { cpSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

for (const file of readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })) {
  if (file.endsWith('.json')) cpSync(join(root, 'lib', file), join(root, 'dist', file));
}
