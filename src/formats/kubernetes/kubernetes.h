// Kubernetes manifests: Secrets, ConfigMaps and whatever else contains certificates, in one or many YAML documents.
#pragma once

#include <string_view>

#include "detect.h"

namespace chainlint::formats {

// Whether the text is a manifest of any kind: YAML with the keys apiVersion and kind.
bool is_manifest(std::string_view text);

// Whether the text is a manifest that mentions certificates, or other YAML that contains PEM as the value of a key. Manifests about other
// things are not read, so that a folder of them can be walked.
bool looks_like_manifest(std::string_view text);

// Reads every document and sets the container's format. Location::inner is `document 2 Secret prod/www data.tls.crt`, the line that of the
// key, or the very line in a literal block. Entry::unit is `Secret prod/www` for what is deployed together, with the name of the value
// after it for what verifies others and for keystores: `Secret prod/www ca.crt`.
//
// YAML that is no manifest and does not parse is read as PEM, which may be in any text.
void read_kubernetes(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint::formats
