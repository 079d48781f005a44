// Checks credentials with Digital Bazaar's verifier, all in one process and without any network.
// Reads {contexts: {address: context}, documents: {address: document}, credentials: [...], node_modules: folder} on its input,
// writes [{verified, error, withdrawn}] in the same order; `withdrawn` is null where the list could not be believed.
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';

const asked = JSON.parse(readFileSync(0, 'utf8'));
const load = createRequire(asked.node_modules + '/');
const {verifyCredential} = load('@digitalbazaar/vc');
const {DataIntegrityProof} = load('@digitalbazaar/data-integrity');
const {cryptosuite} = load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const {checkStatus} = load('@digitalbazaar/vc-bitstring-status-list');

const MULTIKEY = 'https://w3id.org/security/multikey/v1';

// a did:key says its own document
function didKey(did) {
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  return {
    '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY], id: did, assertionMethod: [id],
    verificationMethod: [{id, type: 'Multikey', controller: did, publicKeyMultibase}]
  };
}

async function documentLoader(url) {
  const [address, fragment] = url.split('#');
  const found = asked.contexts[url] ?? asked.documents[address] ?? (address.startsWith('did:key:') ? didKey(address) : undefined);
  if(found === undefined) {
    throw new Error(`nothing is fetched: ${url}`);
  }
  const method = fragment && found.verificationMethod?.find(({id}) => id === url);
  const document = method ? {'@context': MULTIKEY, ...method} : found;
  return {contextUrl: null, documentUrl: url, document};
}

const results = [];
for(const credential of asked.credentials) {
  let withdrawn = null;
  const options = {credential, suite: new DataIntegrityProof({cryptosuite}), documentLoader};
  options.checkStatus = async () => {
    const {verified, results} = await checkStatus({...options, checkStatus: undefined});
    withdrawn = verified ? results.some(({status}) => status) : null;
    return {verified: true};
  };
  const {verified, error} = await verifyCredential(options);
  results.push({verified, error: error ? `${error} ${(error.errors ?? []).join(' ')}`.slice(0, 300) : null, withdrawn});
}
process.stdout.write(JSON.stringify(results));
