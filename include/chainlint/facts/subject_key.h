// The public key of a subject and the role of its certificate, by which waivers and baselines identify findings.
#pragma once

#include <string>

#include "chainlint/facts/subject.h"

namespace chainlint::facts {

// SHA-256 of the SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7) in lower-case hexadecimal, as
// `openssl x509 -pubkey -noout | openssl pkey -pubin -outform DER | sha256sum` prints it. Empty where the key cannot be read.
std::string public_key_sha256(const x509::Certificate& certificate);

// The same of the public half of a private key: `openssl pkey -pubout -outform DER | sha256sum`. Empty where it is not known. The
// parameters of an RSASSA-PSS key are not kept and count as absent.
std::string public_key_sha256(const crypto::KeyDescription& key);

// Whether the private key can be read without a password: it is stored in the clear, or opens with the empty password or the absent one of
// PKCS#12, which protect nothing. `container` contains it.
bool is_unprotected(const formats::Entry& key, const formats::Container& container);

// Of the certificate that the subject is, or by which it is known: the leaf of a chain, bundle, container or renewal, the child of a link.
// Of a private key: of the certificate of the bundle that has it, else of the key itself. Empty where there is none.
std::string public_key_sha256_of(const Subject& subject, const FactContext& context);

// The certificate that the subject is, or by which it is known, as public_key_sha256_of() has it. Null where there is none.
const x509::Certificate* certificate_behind(const Subject& subject, const FactContext& context);

// "leaf", "intermediate" or "root": of the same certificate. Empty for keys, and where there is none.
std::string role_of(const Subject& subject, const FactContext& context);

}  // namespace chainlint::facts
