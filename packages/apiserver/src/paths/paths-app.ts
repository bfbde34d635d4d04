/**
 * The Express application that answers everything but resources: discovery, OpenAPI, version, health, metrics and the
 * issuer of tokens. It is entered after authorization and reads no bodies.
 */
import express, { type NextFunction, type Request, type Response } from 'express';
import { genericServerResponse } from '@wherry/api';
import type { Metrics } from '@wherry/component';
import type { Exchange, Handler } from '../handlers/exchange.ts';
import { send } from '../handlers/send.ts';
import { discoveryRoutes, type DiscoveryOptions } from './discovery-routes.ts';
import { healthRoutes, type HealthOptions } from './health-routes.ts';
import { issuerRoutes, type IssuerOptions } from './issuer-routes.ts';
import { openApiRoutes } from './openapi-routes.ts';
import type { Route } from './route.ts';
import { sendUnknownPath } from './unknown-path.ts';
import type { VersionInfo } from './version-info.ts';

export interface PathsOptions extends DiscoveryOptions {
  readonly health: HealthOptions;
  readonly metrics: Metrics;
  readonly version: VersionInfo;
  readonly issuer: IssuerOptions;
}

/** What the application is told about a request beside what Node knows. */
interface PathLocals extends Record<string, unknown> {
  readonly exchange: Exchange;
  done(): void;
  fail(error: unknown): void;
}

type PathResponse = Response<unknown, PathLocals>;

/** @returns a handler that rejects with what goes wrong, for the chain to answer */
export function createPathsApp(options: PathsOptions): Handler {
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').set('query parser', false);
  for (const { pattern, answer } of allRoutes(options)) {
    app.get(pattern, async ({ params }: Request, { locals }: PathResponse) => {
      await answer(locals.exchange, params);
      locals.done();
    });
    app.all(pattern, (_request: Request, { locals }: PathResponse) => {
      throw methodNotAllowed(locals.exchange);
    });
  }
  app.use((_request: Request, { locals }: PathResponse) => {
    sendUnknownPath(locals.exchange, options.directory);
    locals.done();
  });
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, _request: Request, { locals }: PathResponse, _next: NextFunction) => locals.fail(error));
  return (exchange) =>
    new Promise((done, fail) => {
      const locals: PathLocals = { exchange, done, fail };
      const { request, response, info } = exchange;
      // Express is to read the path as authorization has read it.
      request.url = info.path.split('/').map(encodeURIComponent).join('/');
      app(request, Object.assign(response, { locals }));
    });
}

/** Everything there is, most specific first where patterns overlap. */
function allRoutes({ directory, serverAddress, health, metrics, version, issuer }: PathsOptions): Route[] {
  const versionText = JSON.stringify(version, undefined, 2);
  const routes: Route[] = [
    ...discoveryRoutes({ directory, serverAddress }),
    ...openApiRoutes({ directory, gitVersion: version.gitVersion }),
    ...healthRoutes(health),
    ...issuerRoutes({ ...issuer, serverAddress }),
    {
      pattern: '/version',
      answer: (exchange) => send(exchange, versionText, { contentType: 'application/json' }),
    },
    {
      pattern: '/metrics',
      answer: (exchange) =>
        send(exchange, metrics.print(), { contentType: 'text/plain; version=0.0.4; charset=utf-8' }),
    },
  ];
  const index: Route['answer'] = (exchange) => {
    const paths = [...new Set(routes.flatMap((route) => route.listed?.() ?? [route.pattern]))].toSorted();
    send(exchange, JSON.stringify({ paths }, undefined, 2), { contentType: 'application/json' });
  };
  return [...routes, { pattern: '/', answer: index }, { pattern: '/index.html', answer: index }];
}

const methodNotAllowed = ({ request: { method = '' } }: Exchange): Error =>
  genericServerResponse({ code: 405, method });
