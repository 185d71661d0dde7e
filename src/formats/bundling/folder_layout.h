// What the names of files say: how known programs lay out a folder, and which files are named for one another.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "chainlint/formats/bundle.h"

namespace chainlint::formats {

std::string_view file_name_of(std::string_view path);

// What a program made of a folder that contains files of these names. `folder` is its path. iis_central_store is not determined here: it
// shows in the kinds of files.
FolderLayout layout_of(std::string_view folder, const std::set<std::string>& names);

// The name without what tells the parts of one hand-off apart: "www" of "www.crt", "www.key", "www_chain.pem", "www.pem.issuer". Lower
// case.
std::string base_name(std::string_view file_name);

// Whether a file is named as one with the certificate of a server: fullchain.pem, cert.pem, tls.crt, server.crt.
bool is_server_certificate_name(std::string_view file_name);

// Whether a folder is named as one of private keys (private, keys, ssl.key), or of certificates beside it (certs, issued, ssl.crt).
bool is_key_folder(std::string_view name);
bool is_certificate_folder(std::string_view name);

// Whether a file is named as the chain of something: chain.pem, www.ca-bundle, intermediate.crt, gd_bundle-g2.crt.
bool is_chain_name(std::string_view file_name);

}  // namespace chainlint::formats
