#include "chainlint/chain/sending.h"

#include "sending/file_sending.h"
#include "sending/keystore_sending.h"
#include "sending/sent_chain.h"
#include "windows/store_engine.h"

namespace chainlint::chain {
namespace {

// The leaf is the user's choice; everything above it is the provider's.
Sending send_managed(const SendingInput& input, crypto::SignatureVerifier& verifier) {
  Sending sending;
  sending.family = ServerFamily::managed;
  sending.unpredictable = "the provider builds the chain; the file does not say how";
  for (const HeldCertificate& held : held_certificates(input)) {
    if (input.analysis.leaf != held.member) continue;
    sending.certificates.push_back(send(held, "the certificate that was uploaded"));
    break;
  }
  sending.complete = reaches_anchor(sending.certificates, input.request, verifier);
  return sending;
}

}  // namespace

Sending predict_sending(ServerFamily family, const SendingInput& input, crypto::SignatureVerifier& verifier) {
  switch (family) {
    case ServerFamily::file_order:
      return send_file_order(input, verifier);
    case ServerFamily::split_file:
      return send_split_file(input, verifier);
    case ServerFamily::keystore:
      return send_keystore(input, verifier);
    case ServerFamily::store_engine:
      return send_from_stores(input, verifier);
    case ServerFamily::managed:
      return send_managed(input, verifier);
    case ServerFamily::trust_store: {
      Sending sending;
      sending.family = ServerFamily::trust_store;
      sending.unpredictable = "a trust store is not sent";
      return sending;
    }
  }
  return send_file_order(input, verifier);
}

}  // namespace chainlint::chain
