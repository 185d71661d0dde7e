// What sets JSON and YAML about certificates apart from the many files that have nothing to do with them.
#pragma once

#include <string_view>

namespace chainlint::formats {

// Whether a text holds PEM, base64 of PEM (once or twice), base64 of DER or of a keystore at the beginning of a value, or the type of a
// Kubernetes Secret that must hold a certificate. Linear.
enum class Mentions { in_values, after_markup };  // after_markup: a value may begin after '>', as in XML
bool mentions_certificates(std::string_view text, Mentions where = Mentions::in_values);

// Whether a text is YAML with PEM, or base64 of PEM, as the value of a key: a values file. A PEM file with lines of text between its blocks
// is not.
bool is_yaml_with_certificates(std::string_view text);

}  // namespace chainlint::formats
