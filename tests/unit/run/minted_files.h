// Files that are minted from a description and written to a temporary folder.
#pragma once

#include <string>

#include "chainlint/base/bytes.h"
#include "unit/minted.h"
#include "unit/temporary_folder.h"

namespace chainlint::run {

inline constexpr const char* kFamily =
    "certificates:\n"
    "  root:   { subject: \"CN=Example Root,O=Example\", ca: true }\n"
    "  inter:  { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true }\n"
    "  leaf:   { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n"
    "  second: { subject: \"CN=api.example.com\", issuer: inter, dns: [api.example.com] }\n"
    "files:\n  ";

// `files`: entries of the section of that name, such as "a.pem: { pem: [leaf, inter] }\n", two spaces before each but the first.
inline void write_minted(const TemporaryFolder& folder, const std::string& files) {
  for (const mint::File& file : minted_from(kFamily + files).files) folder.write(file.name, as_text(file.content));
}

}  // namespace chainlint::run
