// PEM texts that servers do not read, written as every program reads them.
#pragma once

#include <optional>
#include <string_view>

#include "chainlint/base/bytes.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/secret.h"

namespace chainlint::formats {

// Whether a diagnostic of this code is about the form of a text whose content can be read, so that the text can be written again.
bool is_repairable(std::string_view code);

// Whether the file has settings besides PEM, or PEM as their values: NAME=value. They are no part of repaired_pem().
bool has_settings(ByteView file);

// The certificates, keys and other objects of the file as PEM: each block with the label of its content, base64 in lines of 64 characters,
// LF at the end of lines, in ASCII. Takes PEM in any of the forms that are read, base64 of it, DER and base64 of DER. Text outside the
// blocks is left out. Nothing where a block cannot be read in full, and for anything else.
std::optional<SecretBytes> repaired_pem(ByteView file, const Limits& limits);

}  // namespace chainlint::formats
