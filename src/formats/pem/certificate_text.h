// Distinguishes JSON and YAML that contain certificates from other JSON and YAML files.
#pragma once

#include <string_view>

namespace chainlint::formats {

// Where a value may begin: after white space or a quote, or also after '>' as in XML.
enum class Mentions { in_values, after_markup };

// Whether a text contains PEM, base64 of PEM (once or twice), base64 of DER or of a keystore at the beginning of a value, or the type of a
// Kubernetes Secret that must contain a certificate. Linear.
bool mentions_certificates(std::string_view text, Mentions where = Mentions::in_values);

// Whether a text is YAML with PEM, or base64 of PEM, as the value of a key: a values file. A PEM file with lines of text between its blocks
// is not.
bool is_yaml_with_certificates(std::string_view text);

}  // namespace chainlint::formats
