// The names under which values are in manifests and JSON: what they say of the value's purpose.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chainlint::formats {

// The words of a name in lower case, at punctuation and at capitals: "tls.crt" is tls and crt, "clientCAFile" is client, ca and file.
std::vector<std::string> name_words(std::string_view name);

// Whether a value of this name contains certificates to verify others with: "ca.crt", "cacerts", "root-cert.pem", "clientCA". Not a chain
// ("ca_chain") and not the issuer of the certificate beside it ("issuing_ca").
bool is_ca_name(std::string_view name);

// Whether a value of this name is likely to be a certificate, a key or a store of them.
bool is_certificate_name(std::string_view name);

// Whether a value of this name is likely to be a private key and nothing else: "tls.key", "privkey.pem".
bool is_key_name(std::string_view name);

// What is left of a name without the words for certificate, key and the like: "www" of "www.crt" and "www-key.pem", "" of "tls.key".
std::string stem_of(std::string_view name);

}  // namespace chainlint::formats
