import { Controller, Get, NotFoundException, Param, Res, UseFilters } from '@nestjs/common';
import type { Response } from 'express';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ProblemFilter } from '../problem.filter.js';

/** Of swagger-ui-dist, which @nestjs/swagger brings: name → content type. */
const FILES = new Map([
  ['swagger-ui.css', 'text/css'],
  ['swagger-ui-bundle.js', 'text/javascript'],
  ['favicon-32x32.png', 'image/png'],
]);
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Tributary API</title>
    <link rel="icon" href="/api/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
  </head>
  <body>
    <div id="docs"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;
const START = `SwaggerUIBundle({
  url: '/api/docs/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  filter: true,
  requestInterceptor: (request) => ({ ...request, headers: { ...request.headers, 'X-Tributary-Request': '1' } }),
});
`;

/** The API described, for programs and for people; all of it from this process. */
@UseFilters(ProblemFilter)
@Controller('api')
export class DocsController {
  @Get('openapi.json')
  async describe(@Res() response: Response): Promise<void> {
    // Loaded when somebody asks: the document's maker is larger than the API.
    const { makeDocument } = await import('./document.js');
    response.json(await makeDocument());
  }

  @Get('docs')
  page(@Res() response: Response): void {
    response.setHeader('Content-Security-Policy', POLICY).type('text/html').send(PAGE);
  }

  @Get('docs/start.js')
  start(@Res() response: Response): void {
    response.type('text/javascript').send(START);
  }

  /** As the page reads it; the document of the API is `openapi.json`. */
  @Get('docs/openapi.json')
  async describeForPage(@Res() response: Response): Promise<void> {
    const [{ makeDocument }, { toVersion30 }] = await Promise.all([import('./document.js'), import('./to-version-3-0.js')]);
    response.json(toVersion30(await makeDocument()));
  }

  @Get('docs/:file')
  async file(@Param('file') file: string, @Res() response: Response): Promise<void> {
    const type = FILES.get(file);
    if (type === undefined) throw new NotFoundException(`the documentation has no file ${file}`);
    const fromSwagger = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));
    const folder = dirname(fromSwagger.resolve('swagger-ui-dist/package.json'));
    response.setHeader('Cache-Control', 'public, max-age=3600').type(type);
    await pipeline(createReadStream(join(folder, file)), response);
  }
}
