#include "chainlint/write/rewrite.h"

#include <algorithm>
#include <array>

#include "pem/armoured_store.h"
#include "rewriters.h"
#include "store_errors.h"

namespace chainlint::write {
namespace {

// Whether the file contains just these certificates already, each once.
bool is_so_already(const formats::Container& read, const ContainerEdit& edit) {
  if (!edit.encryption.empty()) return false;
  auto wanted = edit.certificates.begin();
  for (const formats::Entry& entry : read.entries) {
    if (entry.kind != formats::EntryKind::certificate || entry.certificate == nullptr || is_trust_entry(read, entry)) continue;
    if (!edit.unit.empty() && entry.unit != edit.unit) continue;
    if (!edit.value.empty() && place_of_value(read, entry) != edit.value) continue;
    if (wanted == edit.certificates.end() || (*wanted)->sha256() != entry.certificate->sha256()) return false;
    ++wanted;
  }
  return wanted == edit.certificates.end();
}

bool has_unit(const formats::Container& read, const ContainerEdit& edit) {
  return edit.unit.empty() ||
         std::any_of(read.entries.begin(), read.entries.end(), [&](const formats::Entry& entry) { return entry.unit == edit.unit; });
}

using Rewrite = Result<Bytes> (*)(const formats::Container&, ByteView, const ContainerEdit&, const RewriteOptions&);

struct Rewriter {
  formats::Format format;
  Rewrite rewrite;
};

constexpr std::array kRewriters{
    Rewriter{formats::Format::pem, rewrite_pem},
    Rewriter{formats::Format::pkcs7, rewrite_pkcs7},
    Rewriter{formats::Format::pkcs12, rewrite_pkcs12},
    Rewriter{formats::Format::jks, rewrite_java_keystore},
    Rewriter{formats::Format::jceks, rewrite_java_keystore},
    Rewriter{formats::Format::kubernetes, rewrite_kubernetes},
};

// Null where the format cannot be written.
Rewrite rewriter_of(formats::Format format) {
  const auto found = std::find_if(kRewriters.begin(), kRewriters.end(), [&](const Rewriter& row) { return row.format == format; });
  return found == kRewriters.end() ? nullptr : found->rewrite;
}

// By the rows alone: with the sanitizers of g++, whether the address of a function is null is no constant (GCC bug 71962).
constexpr bool has_rewriter(formats::Format format) {
  return std::any_of(kRewriters.begin(), kRewriters.end(), [&](const Rewriter& row) { return row.format == format; });
}

static_assert(std::all_of(formats::kFormats.begin(), formats::kFormats.end(),
                          [](const formats::FormatTraits& row) { return row.is_written == has_rewriter(row.format); }),
              "a format is marked as written exactly where it has a rewriter");

}  // namespace

std::string place_of_value(const formats::Container& container, const formats::Entry& entry) {
  if (container.format != formats::Format::kubernetes) return "";
  return entry.location.inner.substr(0, entry.location.inner.find(" > "));
}

bool is_trust_entry(const formats::Container& container, const formats::Entry& entry) {
  return container.format == formats::Format::pkcs12 && entry.trusted_certificate;
}

Result<Bytes> rewrite_container(const formats::Container& read, ByteView original, const ContainerEdit& edit,
                                const RewriteOptions& options) {
  if (const auto error = refuse_partly_read(read, options)) return *error;
  if (read.format == formats::Format::pem && !edit.unit.empty()) {
    return Error{
        "rewrite-unsupported", "a PEM file with several bundles cannot be rewritten; edit it, or split it first", {.path = read.path}};
  }
  if (!has_unit(read, edit)) return Error{"rewrite-unit", "the file has no part named '" + edit.unit + "'", {.path = read.path}};
  if (is_so_already(read, edit)) return to_bytes(original);
  if (formats::traits_of(read.format).may_be_pem && is_armoured_store(original)) {
    return rewrite_armoured_store(read, original, edit, options);
  }
  if (const Rewrite rewrite = rewriter_of(read.format)) return rewrite(read, original, edit, options);
  return Error{"rewrite-unsupported",
               "files of the format '" + std::string(formats::to_string(read.format)) +
                   "' cannot be written; supported are PEM, PKCS#12, PKCS#7, JKS and JCEKS, and Kubernetes manifests",
               {.path = read.path}};
}

}  // namespace chainlint::write
