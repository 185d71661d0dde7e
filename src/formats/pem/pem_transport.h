// PEM that a program on its way changed as it changes every text: entities and tags of HTML, quoted-printable, RTF, text before each line.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "chainlint/base/secret.h"

namespace chainlint::formats {

struct Transport {
  std::string_view form;   // "PEM in quoted-printable, an encoding of e-mail"
  std::uint32_t line = 1;  // of the first BEGIN
  SecretBytes plain;       // the text before the change
};

// What was done to the PEM of a text. Nothing where one of its blocks can be read as it is, and where undoing the change gives no block
// with a whole object of its label.
std::optional<Transport> undo_transport(std::string_view text);

}  // namespace chainlint::formats
