// Makes certificates, keys and containers from a description of a few lines, for the tests of rules and for fixtures. The same description
// gives the same bytes everywhere.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/result.h"
#include "chainlint/yaml/document.h"

namespace chainlint::mint {

// A file that was made.
struct File {
  std::string name;
  Bytes content;
  std::optional<std::string> password;  // of a PFX, so that a test can open it; nothing for all other files
};

// Everything that was made from a description.
struct Minted {
  std::map<std::string, Bytes> certificates;  // DER by the name in the description
  std::map<std::string, Bytes> crls;          // likewise
  std::vector<File> files;                    // in the order in which they are described
};

// The description (documented in full in tests/fixtures/README.md):
//
//   certificates:
//     root:  { subject: "CN=Example Root,O=Example", ca: true }
//     inter: { subject: "CN=Example CA 1,O=Example", issuer: root, ca: true, not_after: 2030-01-01 }
//     leaf:  { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com] }
//   files:
//     site.pem: { pem: [leaf, inter, key(leaf)] }
//     site.pfx: { pkcs12: [leaf, inter, key(leaf)], password: secret }
//
// Reads the nodes `certificates`, `crls` and `files` of `root`; other members are the caller's. All mistakes are collected, in the
// order of the text; where there is one, what was minted is not complete and must not be used.
struct MintResult {
  Minted minted;
  std::vector<yaml::Problem> problems;
};
MintResult mint(const yaml::Node& root);

// The same for a description that is in several mappings, as if they were one: what a file shares first, then what one case adds. A
// certificate, CRL or file that is described again replaces the earlier one of that name. The nodes are borrowed for the call.
MintResult mint(const std::vector<const yaml::Node*>& parts);

}  // namespace chainlint::mint
