#include "branch/lost_authorities.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::run {
namespace {

constexpr std::size_t kAuthoritiesTold = 3;

template <class Visit>
void for_each_certificate(const formats::Bundle& bundle, Visit visit) {
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (entry.certificate != nullptr) visit(*entry.certificate);
    }
  }
}

bool is_valid(const x509::Certificate& certificate, Instant at) {
  const std::optional<Instant> end = certificate.not_after();
  return !end || at <= *end;
}

}  // namespace

bool verifies_others(const formats::Bundle& bundle) {
  bool any = false;
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (entry.kind == formats::EntryKind::private_key || entry.is_leaf()) return false;
      any = any || entry.certificate != nullptr;
    }
  }
  return any;
}

void report_lost_authorities(const formats::Bundle& before, Instant at, formats::Bundle& now) {
  std::set<std::pair<std::string, Bytes>> trusted;
  std::set<std::string> names;
  for_each_certificate(now, [&](const x509::Certificate& certificate) {
    trusted.emplace(certificate.subject().canonical(), certificate.public_key().canonical());
    names.insert(certificate.subject().canonical());
  });
  std::vector<std::string> removed, replaced;
  for_each_certificate(before, [&](const x509::Certificate& certificate) {
    const std::string& name = certificate.subject().canonical();
    if (!x509::looks_self_signed(certificate) || !is_valid(certificate, at)) return;
    if (!trusted.emplace(name, certificate.public_key().canonical()).second) return;
    (names.contains(name) ? replaced : removed).push_back(in_quotes(x509::display_name(certificate)));
  });
  const auto report = [&](std::vector<std::string>& lost, const std::string& what) {
    if (lost.empty()) return;
    formats::Container& file = now.containers.front();
    file.diagnostics.push_back(
        {Severity::warning, "trust-ca-removed", what + join_and(std::move(lost), kAuthoritiesTold), {.path = file.path}});
  };
  report(removed, "no longer trusts certificates of ");
  report(replaced, "no longer trusts certificates that were issued with the former key of ");
}

}  // namespace chainlint::run
