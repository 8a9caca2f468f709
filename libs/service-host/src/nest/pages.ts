import type { NestExpressApplication } from '@nestjs/platform-express';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigurationError } from '#runtime';

/** `dist`, seen from the compiled file; from the source it is beside it. */
const BUILT = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../../../dist' : '../../../..', import.meta.url));

/** Built pages by path: `http.pages` says `/console: apps/console`. */
export function servePages(application: NestExpressApplication, pages: Readonly<Record<string, string>>): void {
  for (const [path, folder] of Object.entries(pages)) {
    const built = join(BUILT, folder);
    if (!existsSync(built))
      throw new ConfigurationError(`The pages of ${path} are not built: there is no ${built}`, {
        code: 'pages_not_built',
        hint: 'Build them, or take them out of http.pages.',
      });
    application.useStaticAssets(built, { prefix: path, index: 'index.html' });
  }
}
