#include "chainlint/chain/certificate_use.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include "chainlint/x509/host_name.h"
#include "chainlint/x509/identifiers.h"

namespace chainlint::chain {

namespace {

// RFC 5280 section 4.2.1.3: the bits of which a TLS handshake needs one.
constexpr std::uint32_t kHandshakeUsages =
    x509::key_usage::kDigitalSignature | x509::key_usage::kKeyEncipherment | x509::key_usage::kKeyAgreement;

constexpr std::array<std::string_view, 9> kCaWords = {"ca",      "root",         "rootca",        "authority", "authorities",
                                                      "issuing", "intermediate", "certification", "signer"};

// "ca.example.com", "Example Root CA 1", "cluster-ca v0".
bool is_named_like_a_ca(std::string_view name) {
  std::string word;
  for (std::size_t i = 0; i <= name.size(); ++i) {
    const unsigned char c = i < name.size() ? static_cast<unsigned char>(name[i]) : ' ';
    if (std::isalpha(c) != 0) {
      word += static_cast<char>(std::tolower(c));
      continue;
    }
    if (std::find(kCaWords.begin(), kCaWords.end(), word) != kCaWords.end()) return true;
    word.clear();
  }
  return false;
}

// A name of one label ("kubernetes", "etcd-ca") is as often the name of a CA.
bool is_server_name(std::string_view name) {
  if (name.starts_with("*.")) name.remove_prefix(2);
  const auto host = x509::HostName::parse(name);
  return host && (host->is_ip() || host->dns() == "localhost" || host->dns().find('.') != std::string::npos);
}

bool has_server_alternative_names(const x509::Extensions& extensions) {
  const auto& names = extensions.subject_alt_name;
  return names && std::any_of(names->begin(), names->end(), [](const x509::GeneralName& name) {
           return name.kind == x509::GeneralNameKind::ip || (name.kind == x509::GeneralNameKind::dns && is_server_name(name.to_string()));
         });
}

// Vault copies the common name of a root among its alternative names, so keyUsage comes before names.
bool may_only_issue(const x509::Extensions& extensions) {
  if (extensions.basic_constraints && extensions.basic_constraints->path_length) return true;
  return extensions.key_usage && (*extensions.key_usage & x509::key_usage::kKeyCertSign) != 0 &&
         (*extensions.key_usage & kHandshakeUsages) == 0;
}

}  // namespace

CaUse ca_use(const x509::Certificate& certificate) {
  if (may_only_issue(certificate.extensions())) return CaUse::issues;
  if (has_server_alternative_names(certificate.extensions())) return CaUse::serves;
  const std::string name = certificate.subject().common_name().value_or("");
  if (is_named_like_a_ca(name)) return CaUse::issues;
  return is_server_name(name) ? CaUse::serves : CaUse::unclear;
}

bool has_server_names(const x509::Certificate& certificate) {
  return has_server_alternative_names(certificate.extensions()) || is_server_name(certificate.subject().common_name().value_or(""));
}

EndUse end_use(const x509::Certificate& certificate) {
  const auto& usages = certificate.extensions().extended_key_usage;
  if (!usages) {
    const bool named = certificate.extensions().subject_alt_name || has_server_names(certificate);
    return named ? EndUse::server : EndUse::nameless;
  }
  const auto allows = [&](ByteView usage) {
    return std::any_of(usages->begin(), usages->end(), [&](ByteView each) { return equal(each, usage); });
  };
  const bool server = allows(x509::oid::kServerAuth) || allows(x509::oid::kAnyExtendedKeyUsage);
  if (server) return EndUse::server;
  return allows(x509::oid::kClientAuth) ? EndUse::client : EndUse::other;
}

bool may_be_server(const x509::Certificate& certificate) { return !certificate.is_ca() || ca_use(certificate) == CaUse::serves; }

}  // namespace chainlint::chain
