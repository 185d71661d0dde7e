// What the name of a file says about its content.
#pragma once

#include <string_view>

namespace chainlint {

// Whether the ending says certificate, key, CRL or store: "site.crt", "a.zip!key.pem", "store.jks".
bool is_material_file_name(std::string_view path);

}  // namespace chainlint
