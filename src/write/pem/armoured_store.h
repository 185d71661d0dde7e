// A PKCS#7 or PKCS#12 file as the one block of a PEM text.
#pragma once

#include "chainlint/write/rewrite.h"

namespace chainlint::write {

// Whether the text has one block, and that contains a store: PKCS#7 by what is in it (some CAs call it a certificate), PKCS#12 by its
// label.
bool is_armoured_store(ByteView original);

// The text with the store in it rewritten, as rewrite_container promises. The text around the block is kept, the length of the lines and
// their ends too. The text must be an armoured store.
Result<Bytes> rewrite_armoured_store(const formats::Container& read, ByteView original, const ContainerEdit& edit,
                                     const RewriteOptions& options);

}  // namespace chainlint::write
