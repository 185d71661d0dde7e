#include "chainlint/write/form_repair.h"

#include <algorithm>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/formats/pem_repair.h"
#include "chainlint/formats/reader.h"
#include "rewriters.h"

namespace chainlint::write {
namespace {

Error unsupported(const formats::Container& read, std::string why) { return {"rewrite-unsupported", std::move(why), {.path = read.path}}; }

// Certificates and keys in their order, by what they are.
std::vector<std::pair<formats::EntryKind, Bytes>> content_of(const formats::Container& container) {
  std::vector<std::pair<formats::EntryKind, Bytes>> content;
  for (const formats::Entry& entry : container.entries) {
    Bytes identity;
    if (entry.certificate != nullptr) identity = to_bytes(entry.certificate->sha256());
    if (entry.key) identity = entry.key->public_canonical;
    content.emplace_back(entry.kind, std::move(identity));
  }
  return content;
}

formats::Container read_again(const formats::Container& read, ByteView octets, const RewriteOptions& options) {
  const formats::ReadOptions reading{options.limits, options.passwords};
  formats::CertificateCache cache;
  return formats::read_container(read.path, octets, reading, cache);
}

struct FormPlace {
  std::string inner;
  std::uint32_t line = 0;
};

// The first value that has something to repair; nothing where none is left.
std::optional<FormPlace> next_value(const formats::Container& container) {
  for (const Diagnostic& diagnostic : container.diagnostics) {
    const std::string& inner = diagnostic.location.inner;
    if (formats::is_repairable(diagnostic.code) && !inner.empty()) {
      return FormPlace{inner.substr(0, inner.find(" > ")), diagnostic.location.line.value_or(0)};
    }
  }
  return std::nullopt;
}

Result<Bytes> repair_manifest(const formats::Container& read, ByteView original, const RewriteOptions& options) {
  Bytes octets = to_bytes(original);
  formats::Container now = read;
  for (std::size_t repaired = 0;; ++repaired) {
    const std::optional<FormPlace> place = next_value(now);
    if (!place) return octets;
    if (repaired == FixLimits::kValues) {
      return unsupported(read, "more than " + std::to_string(FixLimits::kValues) + " values of it would change; divide the file");
    }
    Result<Bytes> written = repair_kubernetes_value(now, octets, place->inner, place->line, options);
    if (!written) return written;
    now = read_again(read, *written, options);
    wipe(octets.data(), octets.size());
    octets = std::move(*written);
    if (const auto next = next_value(now); next && next->inner == place->inner) {
      return unsupported(read, place->inner + ": the value cannot be written so that it is read; create the Secret again from its files");
    }
  }
}

}  // namespace

std::vector<std::string> form_problems(const formats::Container& read) {
  std::vector<std::string> problems;
  if (!formats::traits_of(read.format).may_be_pem && read.format != formats::Format::kubernetes) return problems;
  for (const Diagnostic& diagnostic : read.diagnostics) {
    const bool known = std::find(problems.begin(), problems.end(), diagnostic.message) != problems.end();
    if (formats::is_repairable(diagnostic.code) && !known) problems.push_back(diagnostic.message);
  }
  return problems;
}

Result<Bytes> repair_form(const formats::Container& read, ByteView original, const RewriteOptions& options) {
  Bytes octets;
  if (read.format == formats::Format::kubernetes) {
    Result<Bytes> written = repair_manifest(read, original, options);
    if (!written) return written;
    octets = std::move(*written);
  } else if (formats::has_settings(original)) {
    return unsupported(read, "it has settings besides the certificates and keys, which would be lost; correct it by hand");
  } else {
    const std::optional<SecretBytes> pem = formats::repaired_pem(original, options.limits);
    if (!pem) return Error{"rewrite-damaged", "a block of it cannot be read in full; copy it again from its source", {.path = read.path}};
    octets.assign(pem->begin(), pem->end());
  }
  const formats::Container again = read_again(read, octets, options);
  const bool was_read = !read.has_diagnostic("pem-transport") || !read.entries.empty();
  if (!form_problems(again).empty() || (was_read && content_of(again) != content_of(read))) {
    return Error{"rewrite-differs", "the result does not read back as intended; nothing was written", {.path = read.path}};
  }
  return octets;
}

}  // namespace chainlint::write
