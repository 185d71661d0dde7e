#include "bundle/content.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"

namespace chainlint::facts {

namespace {

struct EntryWords {
  formats::EntryKind kind;
  std::string_view one, noun;  // "a private key"; "private key" after a number
};

constexpr std::array kWords = {
    EntryWords{formats::EntryKind::certificate, "a certificate", "certificate"},
    EntryWords{formats::EntryKind::certificate_request, "a certificate request (CSR)", "certificate request"},
    EntryWords{formats::EntryKind::private_key, "a private key", "private key"},
    EntryWords{formats::EntryKind::public_key, "a public key", "public key"},
    EntryWords{formats::EntryKind::crl, "a CRL", "CRL"},
    EntryWords{formats::EntryKind::parameters, "DH or EC parameters", "block of parameters"},
    EntryWords{formats::EntryKind::trust_list, "a certificate trust list (CTL)", "certificate trust list"},
    EntryWords{formats::EntryKind::secret, "a secret key", "secret key"},
};

std::string ca_certificates(const chain::BundleAnalysis& analysis) {
  const std::size_t count = analysis.members.size();
  const bool cas =
      std::all_of(analysis.members.begin(), analysis.members.end(), [](const chain::Member& m) { return m.certificate->is_ca(); });
  if (count != 1) return count_noun(count, cas ? "CA certificate" : "trusted certificate");
  return std::string(cas ? "the CA certificate " : "the trusted certificate ") +
         in_quotes(x509::display_name(*analysis.members.front().certificate));
}

}  // namespace

std::string describe_entries(const std::vector<const formats::Entry*>& entries) {
  std::vector<std::string> parts;
  for (const EntryWords& words : kWords) {
    const auto count = static_cast<std::size_t>(
        std::count_if(entries.begin(), entries.end(), [&](const formats::Entry* entry) { return entry->kind == words.kind; }));
    if (count == 1) parts.emplace_back(words.one);
    if (count > 1) parts.push_back(words.kind == formats::EntryKind::parameters ? std::string(words.one) : count_noun(count, words.noun));
  }
  if (entries.empty()) return "an empty structure";
  return parts.empty() ? "other data" : join_and(parts);
}

std::string describe_content(const FactContext& context) {
  const chain::BundleAnalysis& analysis = context.analysis;
  switch (analysis.kind) {
    case chain::BundleKind::issuing_ca:
      return "the CA certificate " + in_quotes(x509::display_name(*analysis.members[*analysis.head].certificate)) + " and its private key";
    case chain::BundleKind::trust_store:
      return ca_certificates(analysis);
    case chain::BundleKind::server:
      if (analysis.leaf) break;
      return ca_certificates(analysis) + (analysis.keys.empty() ? "" : ", and a private key that belongs to none of them");
    default:
      break;
  }
  return describe_entries(analysis.entries);
}

}  // namespace chainlint::facts
