// What the name of a file says about its content.
#pragma once

#include <string_view>

namespace chainlint::formats {

// Whether the ending says certificate, key, CRL or store: "site.crt", "a.zip!key.pem", "store.jks".
bool is_material_file_name(std::string_view path);

// Whether the ending says document or source code, in which PEM is an example: "README.md", "ca.go".
bool is_document_file_name(std::string_view path);

// Whether macOS wrote it beside another file for that one's attributes: "._site.crt", "a.zip!__MACOSX/._site.crt".
bool is_apple_double_name(std::string_view path);

}  // namespace chainlint::formats
