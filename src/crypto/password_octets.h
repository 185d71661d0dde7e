// The bytes that a password becomes.
#pragma once

#include "chainlint/base/secret.h"
#include "chainlint/crypto/password_encryption.h"

namespace chainlint::crypto {

// For the PKCS#12 key derivation (RFC 7292 appendix B.1): a BMPString with its terminator, or what `form` says instead. Characters past
// U+FFFF become surrogate pairs; a password that is not UTF-8 is taken as Latin-1.
SecretBytes pkcs12_password(const Password& password, PasswordForm form);

// For everything of PKCS#5: UTF-8, or Latin-1 where `form` says so (characters past U+00FF lose their high byte, as in Java).
SecretBytes pkcs5_password(const Password& password, PasswordForm form);

}  // namespace chainlint::crypto
