// What descriptions mint, for unit tests.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "chainlint/crypto/digest.h"
#include "chainlint/mint/mint.h"
#include "chainlint/x509/certificate.h"
#include "chainlint/yaml/document.h"

namespace chainlint {

// A mistake in the description fails the test.
inline mint::Minted minted_from(const std::string& description) {
  const yaml::SourceFile source{"description.yaml", description};
  const yaml::Parsed parsed = yaml::parse(source);
  if (!parsed.root) {
    ADD_FAILURE() << "no YAML: " << description;
    return {};
  }
  mint::MintResult result = mint::mint(*parsed.root);
  for (const yaml::Problem& problem : result.problems) ADD_FAILURE() << yaml::format_problem(source, problem);
  return std::move(result.minted);
}

// The certificates by their names in the description; without those that cannot be read.
inline std::map<std::string, x509::CertificatePtr> certificates_of(const mint::Minted& minted) {
  std::map<std::string, x509::CertificatePtr> certificates;
  for (const auto& [name, der] : minted.certificates) {
    if (auto read = x509::Certificate::parse(der, crypto::sha256(der))) certificates[name] = *read;
  }
  return certificates;
}

}  // namespace chainlint
