#include "client/client_leaf.h"

#include <fmt/core.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/identifiers.h"

namespace chainlint::chain {
namespace {

using Refusal = std::optional<LeafRefusal>;
using FormRefusal = std::optional<std::string>;

bool falls_back(const ClientModel& model, const x509::Certificate& leaf) {
  return model.common_name_fallback && !has_names_of(leaf, x509::GeneralNameKind::dns) &&
         (model.common_name_beside_addresses || !has_names_of(leaf, x509::GeneralNameKind::ip)) &&
         (model.common_name_beside_uris || !has_names_of(leaf, x509::GeneralNameKind::uri));
}

// "w*.example.com" and www.example.com: one wildcard in the first label, and the same labels after it.
bool partial_wildcard_covers(std::string_view pattern, std::string_view host) {
  const std::size_t star = pattern.find('*'), end = pattern.find('.'), dot = host.find('.');
  if (star == std::string_view::npos || end == std::string_view::npos || star > end || dot == std::string_view::npos) return false;
  const std::string_view label = host.substr(0, dot), before = pattern.substr(0, star), after = pattern.substr(star + 1, end - star - 1);
  return equal_ignoring_ascii_case(pattern.substr(end), host.substr(dot)) && label.size() >= before.size() + after.size() &&
         equal_ignoring_ascii_case(label.substr(0, before.size()), before) &&
         equal_ignoring_ascii_case(label.substr(label.size() - after.size()), after);
}

// "*.local", and "w*.local" where partial wildcards count.
bool is_refused_wildcard(const ClientModel& model, std::string_view pattern) {
  const std::size_t dot = pattern.find('.');
  return !model.top_level_wildcards && pattern.substr(0, dot).find('*') != std::string_view::npos &&
         pattern.find('.', dot + 1) == std::string_view::npos;
}

bool name_covers(const ClientModel& model, std::string_view name, const x509::HostName& host) {
  if (host.is_ip()) return model.common_name_addresses && equal_ignoring_ascii_case(name, host.to_string());
  if (is_refused_wildcard(model, name)) return false;
  return x509::dns_pattern_covers(name, host.dns()) || (model.partial_wildcards && partial_wildcard_covers(name, host.dns()));
}

bool common_name_covers(const ClientModel& model, const x509::Certificate& leaf, const x509::HostName& host) {
  std::vector<std::string> names = leaf.subject().values(x509::oid::kCommonName);
  if (names.empty() || (model.one_common_name && names.size() > 1)) return false;
  if (!model.every_common_name) names.erase(names.begin(), names.end() - 1);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return name_covers(model, name, host); });
}

bool alternative_names_cover(const ClientModel& model, const x509::Certificate& leaf, const x509::HostName& host) {
  if (host.is_ip()) return x509::covers(leaf, host);
  const auto& names = leaf.extensions().subject_alt_name;
  return names && std::any_of(names->begin(), names->end(), [&](const x509::GeneralName& name) {
           return name.kind == x509::GeneralNameKind::dns && name_covers(model, as_text(name.octets), host);
         });
}

// Issued before the rules of the client for new certificates.
bool too_old_for_rules(const ClientModel& model, const x509::Certificate& leaf) {
  return model.leaf_rules_from && leaf.not_before() && *leaf.not_before() < *model.leaf_rules_from;
}

Refusal life_refusal(const ClientModel& model, const x509::Certificate& leaf) {
  if (model.leaf_max_days == 0 || too_old_for_rules(model, leaf) || !leaf.not_before() || !leaf.not_after()) return std::nullopt;
  const std::int64_t days = x509::validity_days(*leaf.not_before(), *leaf.not_after());
  if (days <= model.leaf_max_days) return std::nullopt;
  return LeafRefusal{RefusalCause::lifetime,
                     fmt::format("{} is valid for {} days; at most {} are accepted", x509::quoted_name(leaf), days, model.leaf_max_days)};
}

// NSS's CERT_CheckKeyUsage() for the usage SSLServer.
Refusal exchange_refusal(const ClientModel& model, const x509::Certificate& leaf) {
  const auto& usage = leaf.extensions().key_usage;
  if (!model.leaf_key_exchange || !usage) return std::nullopt;
  const bool rsa = leaf.public_key().algorithm == x509::KeyAlgorithm::rsa;
  const std::uint32_t wanted =
      rsa ? x509::key_usage::kKeyEncipherment : x509::key_usage::kDigitalSignature | x509::key_usage::kKeyAgreement;
  if ((*usage & wanted) != 0) return std::nullopt;
  return LeafRefusal{RefusalCause::key_usage, fmt::format("the keyUsage of {} does not allow {}", x509::quoted_name(leaf),
                                                          rsa ? "key encipherment" : "signatures or key agreement")};
}

Refusal usage_refusal(const ClientModel& model, const x509::Certificate& leaf) {
  const x509::Extensions& extensions = leaf.extensions();
  const bool ca = leaf.version() == 3 && leaf.is_ca();
  if (ca && (!model.ca_as_leaf || (model.ca_usages_are_for_issuing && extensions.extended_key_usage))) {
    return LeafRefusal{RefusalCause::ca_as_leaf, fmt::format("{} is a CA certificate", x509::quoted_name(leaf))};
  }
  if (model.leaf_digital_signature && extensions.key_usage && (*extensions.key_usage & x509::key_usage::kDigitalSignature) == 0) {
    return LeafRefusal{RefusalCause::key_usage, fmt::format("the keyUsage of {} does not allow signatures", x509::quoted_name(leaf))};
  }
  constexpr std::uint32_t kServes = x509::key_usage::kDigitalSignature | x509::key_usage::kKeyEncipherment | x509::key_usage::kKeyAgreement;
  if (model.leaf_key_usage && extensions.key_usage && (*extensions.key_usage & kServes) == 0) {
    return LeafRefusal{
        RefusalCause::key_usage,
        fmt::format("the keyUsage of {} allows neither signatures nor key encipherment nor key agreement", x509::quoted_name(leaf))};
  }
  if (Refusal refusal = exchange_refusal(model, leaf)) return refusal;
  if (!model.leaf_server_auth_required || too_old_for_rules(model, leaf)) return std::nullopt;
  const auto& usages = extensions.extended_key_usage;
  const bool serves =
      usages && std::any_of(usages->begin(), usages->end(), [](ByteView usage) { return equal(usage, x509::oid::kServerAuth); });
  if (serves) return std::nullopt;
  return LeafRefusal{RefusalCause::extended_key_usage, fmt::format("{} has no extendedKeyUsage with serverAuth", x509::quoted_name(leaf))};
}

bool critical(const x509::Certificate& certificate, ByteView oid) {
  const x509::Extension* extension = certificate.extensions().find(oid);
  return extension != nullptr && extension->critical;
}

FormRefusal constraints_refusal(const x509::Certificate& certificate, bool issuer) {
  const x509::Extensions& extensions = certificate.extensions();
  const bool ca = extensions.basic_constraints && extensions.basic_constraints->ca;
  if (issuer && !ca) return fmt::format("{} issues certificates without basicConstraints", x509::quoted_name(certificate));
  const bool signs = extensions.key_usage && (*extensions.key_usage & x509::key_usage::kKeyCertSign) != 0;
  if (ca && !critical(certificate, x509::oid::kBasicConstraints)) {
    return fmt::format("basicConstraints of {} is not critical", x509::quoted_name(certificate));
  }
  if (ca && !extensions.key_usage) return fmt::format("{} is a CA without keyUsage", x509::quoted_name(certificate));
  if (!ca && signs) return fmt::format("{} has keyCertSign but is not a CA", x509::quoted_name(certificate));
  if (extensions.basic_constraints && extensions.basic_constraints->path_length && (!ca || !signs)) {
    return fmt::format("{} has a pathLenConstraint without keyCertSign", x509::quoted_name(certificate));
  }
  return std::nullopt;
}

FormRefusal names_refusal(const x509::Certificate& certificate) {
  const x509::Extensions& extensions = certificate.extensions();
  const auto& names = extensions.subject_alt_name;
  if (certificate.issuer().empty()) return fmt::format("the issuer name of {} is empty", x509::quoted_name(certificate));
  if (names && names->empty()) return fmt::format("subjectAltName of {} is empty", x509::quoted_name(certificate));
  if (!certificate.subject().empty()) return std::nullopt;
  if (!names || certificate.is_ca()) return "a certificate without a subject lacks a subjectAltName or is a CA";
  if (!critical(certificate, x509::oid::kSubjectAltName)) return "the subjectAltName of a certificate without a subject is not critical";
  return std::nullopt;
}

FormRefusal key_ids_refusal(const x509::Certificate& certificate, bool last) {
  const x509::Extensions& extensions = certificate.extensions();
  if (critical(certificate, x509::oid::kAuthorityKeyId)) {
    return fmt::format("authorityKeyIdentifier of {} is critical", x509::quoted_name(certificate));
  }
  if (critical(certificate, x509::oid::kSubjectKeyId)) {
    return fmt::format("subjectKeyIdentifier of {} is critical", x509::quoted_name(certificate));
  }
  if (certificate.version() < 3) return std::nullopt;
  if (!last && (!extensions.authority_key_id || !extensions.authority_key_id->key_id)) {
    return fmt::format("{} has no authorityKeyIdentifier with a key id", x509::quoted_name(certificate));
  }
  if (extensions.basic_constraints && extensions.basic_constraints->ca && !extensions.subject_key_id) {
    return fmt::format("{} is a CA without subjectKeyIdentifier", x509::quoted_name(certificate));
  }
  return std::nullopt;
}

}  // namespace

bool has_names_of(const x509::Certificate& leaf, x509::GeneralNameKind kind) {
  const auto& names = leaf.extensions().subject_alt_name;
  return names && std::any_of(names->begin(), names->end(), [&](const x509::GeneralName& name) { return name.kind == kind; });
}

Refusal name_refusal(const ClientModel& model, const x509::Certificate& leaf, const ChainRequest& request) {
  const bool named = has_names_of(leaf, x509::GeneralNameKind::dns) || has_names_of(leaf, x509::GeneralNameKind::ip);
  if (!named && !model.common_name_fallback) {
    return LeafRefusal{
        RefusalCause::no_names,
        fmt::format("{} has no subjectAltName with a DNS name or IP address, and the common name is ignored", x509::quoted_name(leaf))};
  }
  for (const x509::HostName& host : request.hosts) {
    if (alternative_names_cover(model, leaf, host)) continue;
    if (falls_back(model, leaf) && common_name_covers(model, leaf, host)) continue;
    return LeafRefusal{RefusalCause::host, fmt::format("{} does not cover {}", x509::quoted_name(leaf), in_quotes(host.to_string()))};
  }
  return std::nullopt;
}

Refusal leaf_refusal(const ClientModel& model, const x509::Certificate& leaf, const ChainRequest& request) {
  if (Refusal refusal = name_refusal(model, leaf, request)) return refusal;
  const x509::PublicKeyInfo& key = leaf.public_key();
  if (key.algorithm == x509::KeyAlgorithm::ec && !model.curves.empty() &&
      std::find(model.curves.begin(), model.curves.end(), key.curve) == model.curves.end()) {
    return LeafRefusal{RefusalCause::key_type, fmt::format("the key of {} is {}; supported curves: {}", x509::quoted_name(leaf),
                                                           key.to_string(), join_and(model.curves))};
  }
  const std::string_view algorithm = x509::to_string(key.algorithm);
  if (std::find(model.leaf_keys_refused.begin(), model.leaf_keys_refused.end(), algorithm) != model.leaf_keys_refused.end()) {
    return LeafRefusal{RefusalCause::key_type,
                       fmt::format("the key of {} is {}, which is not supported", x509::quoted_name(leaf), key.to_string())};
  }
  if (Refusal refusal = life_refusal(model, leaf)) return refusal;
  return usage_refusal(model, leaf);
}

FormRefusal form_refusal(const x509::Certificate& certificate, bool first, bool last) {
  if (FormRefusal refusal = constraints_refusal(certificate, !first)) return refusal;
  if (FormRefusal refusal = names_refusal(certificate)) return refusal;
  return key_ids_refusal(certificate, last);
}

}  // namespace chainlint::chain
