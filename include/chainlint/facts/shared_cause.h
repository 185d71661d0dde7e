// Which findings of one bundle can be cause and effect.
#pragma once

#include "chainlint/facts/subject.h"

namespace chainlint::facts {

// Whether a finding about `cause` can be the cause of a finding about `effect` in the same bundle, where a rule says that its findings are
// explained by those of another (Rule::explained_by):
//   - one of them is about the bundle, its chain or its renewal as a whole; but no diagnostic of a file in which no certificate was read is
//     about the chain: that may be the key file;
//   - both are about one certificate; a link is about its child and its issuer, a key about the certificates that it matches, and one that
//     matches none about the leaf;
//   - both are the same link, key, container or diagnostic; a diagnostic and its own container;
//   - one is about a container, or a diagnostic of it, that contains the certificate, link or key of the other. A bundle without a leaf may
//     have lost it in any of its containers, so that there every container is about every key.
bool share_cause(const Subject& effect, const Subject& cause, const FactContext& context);

}  // namespace chainlint::facts
