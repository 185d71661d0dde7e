// What the name of a file says about its content.
#pragma once

#include <string_view>

namespace chainlint::formats {

// Whether the ending says certificate, key, CRL or store: "site.crt", "a.zip!key.pem", "store.jks".
bool is_material_file_name(std::string_view path);

// Whether the ending says document, source code or template, in which PEM is an example: "README.md", "ca.go", "site.crt.example".
bool is_document_file_name(std::string_view path);

// Whether the file is named as the private key of a certificate: "www.key", "privkey.pem", "key.pem".
bool is_key_file_name(std::string_view path);

// Whether macOS wrote it beside another file for that one's attributes: "._site.crt", "a.zip!__MACOSX/._site.crt".
bool is_apple_double_name(std::string_view path);

// Whether the name or the folder of the file says that it is a backup or a former version of the other: "site.pem.bak", "site.pem~",
// "site.crt.2025-11-01", "old/site.pem", "2025/site.pem" of "2026/site.pem".
bool is_backup_of(std::string_view path, std::string_view other);

}  // namespace chainlint::formats
