// Cases of the public suites of path validation (C2SP x509-limbo, NIST PKITS, Netflix BetterTLS, BoringSSL), described in one line each and
// minted here. A case has the name that it has in its suite, so that a difference can be looked up.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "case.h"

namespace chainlint::chain {

// root -> inter -> leaf, unless `file` says otherwise. What is said of a certificate replaces its default of the same key:
//   root  { subject: "CN=Root", ca: true }
//   inter { subject: "CN=CA", issuer: root, ca: true }
//   leaf  { subject: "CN=leaf", issuer: inter, dns: [example.com] }
struct SuiteCase {
  const char* name;
  std::string root, inter, leaf;
  std::string expected;                   // "" valid; "leaf: expired", as Case::problems; "stop untrusted_root"
  std::string host = "example.com";       // "" asks for none
  std::string more = {};                  // further certificates, one line each
  std::vector<std::string> file = {};     // by default leaf, inter
  std::vector<std::string> anchors = {};  // by default root
  std::string at = "2026-06-01T00:00:00Z";
  Purpose purpose = Purpose::server;
};

// Shown where a parameter is printed.
void PrintTo(const SuiteCase& suite_case, std::ostream* out);

// The outcome in the words of SuiteCase::expected.
std::string outcome_of(const SuiteCase& suite_case);

// "aki::critical-aki" as a name that GoogleTest takes.
std::string test_name(const testing::TestParamInfo<SuiteCase>& info);

}  // namespace chainlint::chain
