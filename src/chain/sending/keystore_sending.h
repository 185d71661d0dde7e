// Java servers: the chain of a key entry.
#pragma once

#include "chainlint/chain/sending.h"

namespace chainlint::chain {

// JKS, JCEKS and the keystores of Bouncy Castle contain the chain of each key entry and send it as it was stored. PKCS#12 contains loose
// certificates: OpenJDK (sun.security.pkcs12.PKCS12KeyStore) takes the one that has the key's localKeyID, else its friendly name, then
// the first of all certificates that has the issuer's name and, where both are there, the key id wanted, up to and with the one that signed
// itself. Dates and signatures of issuers are not looked at. A PFX without an encrypted key has no entry. Other files are treated as the
// PFX that would be made from them: the leaf, then linked in the same way.
Sending send_keystore(const SendingInput& input, crypto::SignatureVerifier& verifier);

}  // namespace chainlint::chain
