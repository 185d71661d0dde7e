#include "client_leaf.h"

#include <fmt/core.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/identifiers.h"

namespace chainlint {
namespace {

using Refusal = std::optional<LeafRefusal>;
using FormRefusal = std::optional<std::string>;

std::string quoted(const Certificate& certificate) { return in_quotes(display_name(certificate)); }

bool has_names_of(const Certificate& leaf, bool address) {
  const auto& names = leaf.extensions().subject_alt_name;
  return names && std::any_of(names->begin(), names->end(),
                              [&](const GeneralName& name) { return name.kind == (address ? GeneralNameKind::ip : GeneralNameKind::dns); });
}

bool falls_back(const ClientModel& model, const Certificate& leaf) {
  return model.common_name_fallback && !has_names_of(leaf, false) && (model.common_name_beside_addresses || !has_names_of(leaf, true));
}

bool common_name_covers(const Certificate& leaf, const HostName& host) {
  if (host.is_ip()) return false;
  const std::optional<std::string> name = leaf.subject().common_name();
  return name && dns_pattern_covers(to_lower_ascii(*name), host.dns());
}

Refusal life_refusal(const ClientModel& model, const Certificate& leaf) {
  if (model.leaf_max_days == 0 || !leaf.not_before() || !leaf.not_after()) return std::nullopt;
  const std::int64_t seconds = leaf.not_after()->seconds() - leaf.not_before()->seconds() + 1;
  const std::int64_t days = (seconds + 86399) / 86400;
  if (days <= model.leaf_max_days) return std::nullopt;
  return LeafRefusal{RefusalCause::lifetime,
                     fmt::format("{} is valid for {} days, at most {} are accepted", quoted(leaf), days, model.leaf_max_days)};
}

Refusal usage_refusal(const ClientModel& model, const Certificate& leaf) {
  const Extensions& extensions = leaf.extensions();
  const bool ca = leaf.version() == 3 && leaf.is_ca();
  if (ca && (!model.ca_as_leaf || (model.ca_usages_are_for_issuing && extensions.extended_key_usage)))
    return LeafRefusal{RefusalCause::ca_as_leaf, fmt::format("{} is a CA certificate", quoted(leaf))};
  if (model.leaf_digital_signature && extensions.key_usage && (*extensions.key_usage & key_usage::kDigitalSignature) == 0) {
    return LeafRefusal{RefusalCause::key_usage, fmt::format("the keyUsage of {} does not allow signatures", quoted(leaf))};
  }
  constexpr std::uint32_t kServes = key_usage::kDigitalSignature | key_usage::kKeyEncipherment | key_usage::kKeyAgreement;
  if (model.leaf_key_usage && extensions.key_usage && (*extensions.key_usage & kServes) == 0) {
    return LeafRefusal{RefusalCause::key_usage,
                       fmt::format("the keyUsage of {} allows neither signatures nor key encipherment nor key agreement", quoted(leaf))};
  }
  if (!model.leaf_server_auth_required) return std::nullopt;
  const auto& usages = extensions.extended_key_usage;
  const bool serves = usages && std::any_of(usages->begin(), usages->end(), [](ByteView usage) { return equal(usage, oid::kServerAuth); });
  if (serves) return std::nullopt;
  return LeafRefusal{RefusalCause::extended_key_usage, fmt::format("{} has no extendedKeyUsage with serverAuth", quoted(leaf))};
}

bool critical(const Certificate& certificate, ByteView oid) {
  const Extension* extension = certificate.extensions().find(oid);
  return extension != nullptr && extension->critical;
}

FormRefusal constraints_refusal(const Certificate& certificate, bool issuer) {
  const Extensions& extensions = certificate.extensions();
  const bool ca = extensions.basic_constraints && extensions.basic_constraints->ca;
  if (issuer && !ca) return fmt::format("{} issues without basicConstraints", quoted(certificate));
  const bool signs = extensions.key_usage && (*extensions.key_usage & key_usage::kKeyCertSign) != 0;
  if (ca && !critical(certificate, oid::kBasicConstraints))
    return fmt::format("basicConstraints of {} is not critical", quoted(certificate));
  if (ca && !extensions.key_usage) return fmt::format("{} is a CA without keyUsage", quoted(certificate));
  if (!ca && signs) return fmt::format("{} has keyCertSign and is no CA", quoted(certificate));
  if (extensions.basic_constraints && extensions.basic_constraints->path_length && (!ca || !signs)) {
    return fmt::format("{} has a pathLenConstraint without keyCertSign", quoted(certificate));
  }
  return std::nullopt;
}

FormRefusal names_refusal(const Certificate& certificate) {
  const Extensions& extensions = certificate.extensions();
  const auto& names = extensions.subject_alt_name;
  if (certificate.issuer().empty()) return fmt::format("the issuer name of {} is empty", quoted(certificate));
  if (names && names->empty()) return fmt::format("subjectAltName of {} is empty", quoted(certificate));
  if (!certificate.subject().empty()) return std::nullopt;
  if (!names || certificate.is_ca()) return "a certificate without subject has no subjectAltName or is a CA";
  if (!critical(certificate, oid::kSubjectAltName)) return "the subjectAltName of a certificate without subject is not critical";
  return std::nullopt;
}

FormRefusal key_ids_refusal(const Certificate& certificate, bool last) {
  const Extensions& extensions = certificate.extensions();
  if (critical(certificate, oid::kAuthorityKeyId)) return fmt::format("authorityKeyIdentifier of {} is critical", quoted(certificate));
  if (critical(certificate, oid::kSubjectKeyId)) return fmt::format("subjectKeyIdentifier of {} is critical", quoted(certificate));
  if (certificate.version() < 3) return std::nullopt;
  if (!last && (!extensions.authority_key_id || !extensions.authority_key_id->key_id)) {
    return fmt::format("{} has no authorityKeyIdentifier with a key id", quoted(certificate));
  }
  if (extensions.basic_constraints && extensions.basic_constraints->ca && !extensions.subject_key_id) {
    return fmt::format("{} is a CA without subjectKeyIdentifier", quoted(certificate));
  }
  return std::nullopt;
}

}  // namespace

Refusal name_refusal(const ClientModel& model, const Certificate& leaf, const ChainRequest& request) {
  const bool named = has_names_of(leaf, false) || has_names_of(leaf, true);
  if (!named && !model.common_name_fallback) {
    return LeafRefusal{
        RefusalCause::no_names,
        fmt::format("{} has no subjectAltName with a DNS name or an address, and the common name is not looked at", quoted(leaf))};
  }
  for (const HostName& host : request.hosts) {
    if (covers(leaf, host) || (falls_back(model, leaf) && common_name_covers(leaf, host))) continue;
    return LeafRefusal{RefusalCause::host, fmt::format("{} does not cover {}", quoted(leaf), in_quotes(host.to_string()))};
  }
  return std::nullopt;
}

Refusal leaf_refusal(const ClientModel& model, const Certificate& leaf, const ChainRequest& request) {
  if (Refusal refusal = name_refusal(model, leaf, request)) return refusal;
  const PublicKeyInfo& key = leaf.public_key();
  if (key.algorithm == KeyAlgorithm::ec && !model.curves.empty() &&
      std::find(model.curves.begin(), model.curves.end(), key.curve) == model.curves.end()) {
    return LeafRefusal{RefusalCause::key_type, fmt::format("the key of {} is {}, of curves only {} are accepted", quoted(leaf),
                                                           key.to_string(), join_and(model.curves))};
  }
  if (Refusal refusal = life_refusal(model, leaf)) return refusal;
  return usage_refusal(model, leaf);
}

FormRefusal form_refusal(const Certificate& certificate, bool first, bool last) {
  if (FormRefusal refusal = constraints_refusal(certificate, !first)) return refusal;
  if (FormRefusal refusal = names_refusal(certificate)) return refusal;
  return key_ids_refusal(certificate, last);
}

}  // namespace chainlint
