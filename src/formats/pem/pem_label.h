// The labels of PEM blocks and what belongs under each.
#pragma once

#include <string_view>

#include "der/der.h"

namespace chainlint::formats {

enum class LabelKind {
  certificate,
  trusted_certificate,
  pkcs7,
  pkcs12,
  crl,
  certificate_request,
  private_key,
  public_key,
  ec_parameters,
  parameters,
  openssh_key,
  foreign,  // known or not, not read: skipped with a note
};

LabelKind kind_of_label(std::string_view label);

// The same label of the table, which outlives the text; empty for one of another program.
std::string_view known_label(std::string_view label);

// The label that belongs to an object of this kind; empty where `label` is right, or nothing is known.
std::string_view label_of(DerKind kind, std::string_view label);

// "RSA PRIVATE KEY" of a PKCS#8 key for RSA: the label of OpenSSL before PKCS#8 for the algorithm of the key; empty where it has none.
std::string_view label_of_algorithm(ByteView pkcs8);

// Whether an object of this kind is what the label says.
bool label_fits(LabelKind label, DerKind kind);

}  // namespace chainlint::formats
