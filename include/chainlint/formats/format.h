// The container formats, one row each. How a format is recognized and read is a row of src/formats/detect.cc; how it is written is a row of
// src/write/rewrite.cc.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace chainlint::formats {

enum class Format {
  pem,
  der,
  base64,  // bare base64 of DER, without armour
  pkcs7,
  pkcs12,
  sst,
  reg,            // Windows registry export
  registry_blob,  // the property list of one certificate, as in the registry and the file system of Windows
  jks,
  jceks,
  bks,
  uber,
  bcfks,  // Bouncy Castle's FIPS keystore
  kubernetes,
  json,
  xml,
  ctl,  // Microsoft certificate trust list
  nss_certdata,
  p11_kit,
  archive,        // its members are containers of their own
  configuration,  // of a server: names the files of its certificates (chainlint/config)
  recognized,     // a known format that chainlint does not read; the diagnostic names it
  unknown,
};

enum class FormatFamily {
  loose,          // certificates and keys one by one, usually not encrypted
  document,       // the values of a document contain the certificates and keys
  java_keystore,  // key entries with their chains, under aliases
  windows_store,  // the certificates of a Windows store
  other,
};

struct FormatTraits {
  Format format = Format::unknown;
  std::string_view name;  // in JSON, rules and targets
  FormatFamily family = FormatFamily::other;
  bool has_order = true;       // servers send the certificates in the order of the file
  bool is_for_targets = true;  // the `formats` of a target may contain it
  bool is_written = false;     // `fix` can rewrite it
  bool may_be_pem = false;     // PEM text with labels may contain it, or it is PEM itself
  bool may_be_empty = false;   // without certificates it is the export of an empty store, not a mistake
};

// In the order of Format.
// clang-format off
inline constexpr std::array kFormats{
    FormatTraits{.format = Format::pem, .name = "pem", .family = FormatFamily::loose, .is_written = true, .may_be_pem = true},
    FormatTraits{.format = Format::der, .name = "der", .family = FormatFamily::loose},
    FormatTraits{.format = Format::base64, .name = "base64", .family = FormatFamily::loose},
    FormatTraits{.format = Format::pkcs7, .name = "pkcs7", .has_order = false, .is_written = true, .may_be_pem = true,
                 .may_be_empty = true},
    FormatTraits{.format = Format::pkcs12, .name = "pkcs12", .has_order = false, .is_written = true, .may_be_pem = true},
    FormatTraits{.format = Format::sst, .name = "sst", .family = FormatFamily::windows_store, .has_order = false, .may_be_empty = true},
    FormatTraits{.format = Format::reg, .name = "reg", .family = FormatFamily::windows_store, .has_order = false, .may_be_empty = true},
    FormatTraits{.format = Format::registry_blob, .name = "registry-blob", .has_order = false},
    FormatTraits{.format = Format::jks, .name = "jks", .family = FormatFamily::java_keystore, .is_written = true},
    FormatTraits{.format = Format::jceks, .name = "jceks", .family = FormatFamily::java_keystore, .is_written = true},
    FormatTraits{.format = Format::bks, .name = "bks", .family = FormatFamily::java_keystore},
    FormatTraits{.format = Format::uber, .name = "uber", .family = FormatFamily::java_keystore},
    FormatTraits{.format = Format::bcfks, .name = "bcfks", .family = FormatFamily::java_keystore},
    FormatTraits{.format = Format::kubernetes, .name = "kubernetes", .family = FormatFamily::document, .is_written = true},
    FormatTraits{.format = Format::json, .name = "json", .family = FormatFamily::document},
    FormatTraits{.format = Format::xml, .name = "xml", .family = FormatFamily::document},
    FormatTraits{.format = Format::ctl, .name = "ctl", .is_for_targets = false},
    FormatTraits{.format = Format::nss_certdata, .name = "nss-certdata", .is_for_targets = false},
    FormatTraits{.format = Format::p11_kit, .name = "p11-kit", .is_for_targets = false},
    FormatTraits{.format = Format::archive, .name = "archive", .is_for_targets = false},
    FormatTraits{.format = Format::configuration, .name = "configuration", .is_for_targets = false},
    FormatTraits{.format = Format::recognized, .name = "recognized", .is_for_targets = false},
    FormatTraits{.format = Format::unknown, .name = "unknown", .is_for_targets = false},
};
// clang-format on

constexpr const FormatTraits& traits_of(Format format) { return kFormats[static_cast<std::size_t>(format)]; }
constexpr std::string_view to_string(Format format) { return traits_of(format).name; }

static_assert(std::all_of(kFormats.begin(), kFormats.end(), [](const FormatTraits& row) { return &row == &traits_of(row.format); }) &&
                  kFormats.size() == static_cast<std::size_t>(Format::unknown) + 1,
              "one row per format, in the order of Format");

}  // namespace chainlint::formats
