// A real provider of identity for test_federation_provider.py: npm oidc-provider on the loopback, set up as FranceConnect v2 is (signed
// userinfo, acr, PKCE), whose one person is already signed in over there. argv: node_modules folder, port, our two return addresses.
import { createRequire } from 'node:module'
import { generateKeyPairSync } from 'node:crypto'

const [modules, port, back, left] = process.argv.slice(2)
const { default: Provider } = await import(createRequire(`${modules}/`).resolve('oidc-provider'))
const jwk = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'une' }
const about = { given_name: 'Nadia Louise', family_name: 'Belkacem', email: 'nadia@courriel.example' }

const provider = new Provider(`http://127.0.0.1:${port}/api/v2`, {
  jwks: { keys: [jwk] },
  clients: [{
    client_id: 'isere-benevolat', client_secret: 'un secret entre eux et nous', redirect_uris: [back], post_logout_redirect_uris: [left],
    response_types: ['code'], grant_types: ['authorization_code'], token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256'
  }],
  acrValues: ['eidas1'],
  claims: { openid: ['sub', 'acr'], given_name: ['given_name'], family_name: ['family_name'], email: ['email'], acr: null },
  scopes: ['openid', 'given_name', 'family_name', 'email'],
  pkce: { required: () => true },
  enabledJWA: { idTokenSigningAlgValues: ['ES256'], userinfoSigningAlgValues: ['ES256'] },
  features: {
    devInteractions: { enabled: false }, jwtUserinfo: { enabled: true }, claimsParameter: { enabled: true }, rpInitiatedLogout: { enabled: true }
  },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...about }) }),
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  async loadExistingGrant (ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
    grant.addOIDCScope('openid given_name family_name email')
    grant.addOIDCClaims(['acr'])
    await grant.save()
    return grant
  }
})
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next()
  await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: 'nadia', acr: 'eidas1', amr: ['pwd'] } })
  ctx.respond = false
})
provider.on('server_error', (_ctx, error) => console.error(error))

// FranceConnect lives under /api/v2: the same here, by taking the prefix off before the provider reads the path
const { createServer } = await import('node:http')
const answer = provider.callback()
createServer((request, response) => {
  request.originalUrl = request.url
  request.url = request.url.replace(/^\/api\/v2/, '')
  answer(request, response)
}).listen(Number(port), '127.0.0.1', () => console.log('ready'))
