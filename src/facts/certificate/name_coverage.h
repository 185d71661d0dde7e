// Which names of one certificate another one no longer covers.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "chainlint/x509/certificate.h"

namespace chainlint::facts {

// `name` as names are compared: lower case, A-labels (RFC 5890 section 2.3.2.1), without a final dot. U-labels are encoded unchanged,
// by RFC 3492; no letters are mapped.
std::string comparable_host(std::string_view name);

// The names that a leaf has. DNS names are comparable; where there is no subjectAltName at all, a common name that could be a host stands
// for it.
struct LeafNames {
  std::vector<std::string> hosts;      // DNS names, wildcards as they are
  std::vector<std::string> addresses;  // "192.0.2.1"
  std::vector<std::string> others;     // "email admin@example.com", "URI ..."

  explicit LeafNames(const x509::Certificate& certificate);
};

// The names of `before` that `after` does not cover, each once and in order. A wildcard covers every name of one more label (RFC 9525
// section 6.3); a wildcard itself is covered by the same wildcard alone, whatever names are listed. Linear.
std::vector<std::string> uncovered_hosts(const LeafNames& before, const LeafNames& after);

// The members of `before` that are not in `after`, each once and in order. Linear.
std::vector<std::string> without(const std::vector<std::string>& before, const std::vector<std::string>& after);

}  // namespace chainlint::facts
