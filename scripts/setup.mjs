#!/usr/bin/env node
// Sets this checkout up: dependencies, native addon, TypeScript, OpenVINO runtime, model. Idempotent, and quick and
// silent when nothing is left to do. Uses Node's built-ins only, since it runs before anything is installed.
// This file stays readable for old versions of Node, so that they can say what is wrong instead of a syntax error.
//
//   node scripts/setup.mjs                     what `npm run bench` needs
//   node scripts/setup.mjs --with-tests        also the older runtimes that `npm test` runs against
//   node scripts/setup.mjs --without-runtime   what `npm run test:mock` needs: no OpenVINO, no model

import process from 'node:process';

/** Older ones cannot even load the modules that would tell all that is missing. */
const OLDEST_THAT_LOADS = 18;

if (Number(process.versions.node.split('.')[0]) < OLDEST_THAT_LOADS) {
  process.stderr.write(
    `Set-up cannot start: this is Node.js ${process.versions.node}, it has to be 20.19 or newer.\n` +
      'Install it (https://nodejs.org/en/download, or with nvm: nvm install 22), then run the same command again.\n',
  );
  process.exit(1);
}

import('./setup/main.mjs')
  .then((setup) => setup.main(process.argv.slice(2)))
  .then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error) => {
      process.stderr.write(
        `Set-up stopped: ${error.message}. This is a fault of scripts/setup, not of your machine: please report it with this trace.\n${error.stack}\n`,
      );
      process.exitCode = 1;
    },
  );
