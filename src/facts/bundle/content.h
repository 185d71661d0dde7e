// What a file or a bundle contains, in words.
#pragma once

#include <string>
#include <vector>

#include "chainlint/facts/subject.h"

namespace chainlint::facts {

// "a certificate request (CSR)", "a private key and EC parameters", "2 CRLs", "other data".
std::string describe_entries(const std::vector<const formats::Entry*>& entries);

// The same of a bundle; of one with certificates, what its kind makes of them: "the CA certificate 'X' and its private key".
std::string describe_content(const FactContext& context);

}  // namespace chainlint::facts
