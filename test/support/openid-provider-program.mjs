// An OpenID provider (oidc-provider, certified) in a process of its own, so that it can have another clock. Its one argument is JSON:
// { port, issuer, redirectUri, clockOffsetMs, idTokenSeconds, hidesItsKeys }. People log in by their `sub`; POST /people says what is known of one.
import { generateKeyPairSync, randomUUID } from 'node:crypto';

const { port, issuer, redirectUri, clockOffsetMs = 0, idTokenSeconds = 3600, hidesItsKeys = false } = JSON.parse(process.argv[2]);
const now = Date.now.bind(Date);
Date.now = () => now() + clockOffsetMs;
console.warn = console.info = () => undefined;
const { default: Provider } = await import('oidc-provider');

const makeKey = (kid) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
};
// Another key at each start, as after a rotation.
const key = makeKey(randomUUID());
const people = new Map();
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'tributary',
      client_secret: 'a-secret-of-the-tests',
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [new URL('/', redirectUri).href],
    },
  ],
  jwks: { keys: [key] },
  pkce: { required: () => true },
  claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
  ttl: { IdToken: idTokenSeconds, AccessToken: 86_400, AuthorizationCode: 86_400, Grant: 86_400, Interaction: 86_400, Session: 86_400 },
  cookies: { keys: ['a key of the tests'] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => people.get(id) }),
});
provider.use(async (context, next) => {
  if (context.path !== '/people') return next();
  const person = JSON.parse(Buffer.concat(await context.req.toArray()).toString());
  people.set(person.sub, person);
  context.status = 204;
});
if (hidesItsKeys)
  provider.use(async (context, next) => {
    await next();
    if (context.path === '/jwks') {
      const { kty, n, e, kid, alg, use } = makeKey(key.kid);
      context.body = { keys: [{ kty, n, e, kid, alg, use }] };
    }
  });
const server = provider.listen(port, '127.0.0.1', () => console.log(JSON.stringify({ ready: true })));
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
});
