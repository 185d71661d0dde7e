// Runs one case of a rule test: minted bytes through the readers, the chain and the one rule.
#pragma once

#include <string>

#include "chainlint/crypto/signature.h"
#include "chainlint/formats/reader.h"
#include "chainlint/mint/mint.h"
#include "chainlint/profiles/library.h"
#include "rule_test_file.h"

namespace chainlint::rules {

// What the cases of one run share, so that no certificate is read and no signature verified twice.
struct RuleTestWorkshop {
  formats::CertificateCache certificates;
  crypto::SignatureVerifier verifier;
  profiles::ProfileLibrary profiles = profiles::load_profiles({}).library;
};

// What is not as expected; empty where everything is. Names that were not minted are noted in `problems`.
std::string run_case(const Rule& rule, const RuleTestCase& test_case, const mint::Minted& minted, RuleTestWorkshop& workshop,
                     yaml::Problems& problems);

}  // namespace chainlint::rules
