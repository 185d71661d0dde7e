// The chain that IIS and every other user of Schannel sends: built from the stores of the machine, whatever the file says.
#pragma once

#include "chainlint/chain/sending.h"

namespace chainlint::chain {

// "The certificate chain is built in the local computer context"; all of it is sent but the root (Microsoft KB 954755). What is bound is
// the leaf of the bundle. The stores are those given, after the bundle was imported.
//
// Where documents leave the choice open, the other chains are alternatives: paths of equal quality and length; a root that the machine may
// have although no export says so; issuers that are in My or Root alone. Fetching issuers from the network (authorityInformationAccess) and
// the automatic update of roots are remarks. Never fails; bounded by the limits of the request; deterministic.
Sending send_from_stores(const SendingInput& input, crypto::SignatureVerifier& verifier);

}  // namespace chainlint::chain
