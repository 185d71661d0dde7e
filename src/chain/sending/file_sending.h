// Servers that send what is in files.
#pragma once

#include "chainlint/chain/sending.h"

namespace chainlint::chain {

// The certificates of the main file unchanged, then those of the other files of the bundle. Of a container without an order of its own
// (PKCS#12) the leaf comes first.
Sending send_file_order(const SendingInput& input, crypto::SignatureVerifier& verifier);

// The first certificate of the main file, then the other files unchanged: what follows in the main file is not sent then. Where there
// is no other file the rest of the main one is taken for the chain that will be given apart.
Sending send_split_file(const SendingInput& input, crypto::SignatureVerifier& verifier);

}  // namespace chainlint::chain
