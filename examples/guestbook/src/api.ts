/** The middle tier: keeps the messages, in Redis. */
import { createClient } from 'redis';
import { readMessage } from './message.ts';
import { json, serve, textOf, Unavailable, type Answer } from './serve.ts';

/** How many messages are kept; the oldest go. */
const kept = 100;
const key = 'messages';

const redis = createClient({
  url: process.env['STORE_URL'] ?? 'redis://localhost:6379',
  password: process.env['STORE_PASSWORD'] ?? '',
  // A request is better told at once that the store is away than kept waiting until it is back.
  disableOfflineQueue: true,
  socket: { connectTimeout: 2_000, reconnectStrategy: (attempts) => Math.min(100 * attempts, 2_000) },
});
redis.on('error', (error: Error) => console.error(`store: ${error.message}`));
// It goes on trying by itself; until then `/ready` says no.
void redis.connect().catch(() => undefined);

async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Unavailable(`The store does not answer: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const list = async (): Promise<Answer> => {
  const messages = await stored(() => redis.lRange(key, 0, kept - 1));
  return { status: 200, type: 'application/json', body: `[${messages.join(',')}]` };
};

const routes: Record<string, (body: () => Promise<string>) => Promise<Answer> | Answer> = {
  'GET /healthy': () => ({ status: 200, body: 'ok\n' }),
  'GET /ready': async () => {
    await stored(() => redis.ping());
    return { status: 200, body: 'ok\n' };
  },
  'GET /messages': list,
  'POST /messages': async (body) => {
    const message = readMessage(await body(), new Date());
    await stored(() =>
      redis
        .multi()
        .lPush(key, JSON.stringify(message))
        .lTrim(key, 0, kept - 1)
        .exec(),
    );
    return json(201, message);
  },
};

serve(
  (request, url) => {
    const route = routes[`${request.method} ${url.pathname}`];
    return route === undefined ? json(404, { error: 'There is nothing here' }) : route(() => textOf(request));
  },
  { port: Number(process.env['PORT'] ?? 8080), onEnd: () => redis.destroy() },
);
