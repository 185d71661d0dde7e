// JSON as cloud services, Vault, Traefik and others hand out certificates.
#pragma once

#include <string_view>

#include "detect.h"

namespace chainlint::formats {

// Whether the text begins like JSON and mentions certificates, in PEM, in its base64 or in DER's: most JSON has nothing to do with them.
bool looks_like_json(std::string_view text);

// Reads every string that contains certificates or keys, in one document or several back to back, and sets the container's format. A
// document that is a Kubernetes object makes it Format::kubernetes. Location::inner and Entry::unit are JSON pointers (RFC 6901), of the
// string and of the object that contains it; the unit of the outermost object is "/".
void read_json(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint::formats
