#include "chainlint/formats/container.h"

#include <algorithm>

namespace chainlint::formats {

std::string_view to_string(Format format) {
  switch (format) {
    case Format::pem:
      return "pem";
    case Format::der:
      return "der";
    case Format::pkcs7:
      return "pkcs7";
    case Format::pkcs12:
      return "pkcs12";
    case Format::sst:
      return "sst";
    case Format::base64:
      return "base64";
    case Format::ctl:
      return "ctl";
    case Format::reg:
      return "reg";
    case Format::registry_blob:
      return "registry-blob";
    case Format::jks:
      return "jks";
    case Format::jceks:
      return "jceks";
    case Format::bks:
      return "bks";
    case Format::uber:
      return "uber";
    case Format::kubernetes:
      return "kubernetes";
    case Format::json:
      return "json";
    case Format::nss_certdata:
      return "nss-certdata";
    case Format::p11_kit:
      return "p11-kit";
    case Format::archive:
      return "archive";
    case Format::recognized:
      return "recognized";
    case Format::unknown:
      return "unknown";
  }
  return "unknown";
}

std::string_view to_string(EntryKind kind) {
  switch (kind) {
    case EntryKind::certificate:
      return "certificate";
    case EntryKind::private_key:
      return "private_key";
    case EntryKind::crl:
      return "crl";
    case EntryKind::certificate_request:
      return "certificate_request";
    case EntryKind::public_key:
      return "public_key";
    case EntryKind::parameters:
      return "parameters";
    case EntryKind::secret:
      return "secret";
    case EntryKind::trust_list:
      return "trust_list";
    case EntryKind::other:
      return "other";
  }
  return "other";
}

std::string_view to_string(KeyState state) {
  switch (state) {
    case KeyState::plain:
      return "plain";
    case KeyState::unlocked:
      return "unlocked";
    case KeyState::locked:
      return "locked";
    case KeyState::unreadable:
      return "unreadable";
  }
  return "unreadable";
}

std::string_view to_string(PasswordUse use) {
  switch (use) {
    case PasswordUse::none_needed:
      return "none_needed";
    case PasswordUse::absent:
      return "absent";
    case PasswordUse::empty:
      return "empty";
    case PasswordUse::given:
      return "given";
    case PasswordUse::not_found:
      return "not_found";
  }
  return "not_found";
}

std::string_view to_string(FileUse use) {
  switch (use) {
    case FileUse::met:
      return "met";
    case FileUse::named:
      return "named";
    case FileUse::chain:
      return "chain";
    case FileUse::key:
      return "key";
  }
  return "met";
}

std::string_view to_string(GitPresence presence) {
  switch (presence) {
    case GitPresence::none:
      return "none";
    case GitPresence::tracked:
      return "tracked";
    case GitPresence::not_ignored:
      return "not ignored";
  }
  return "";
}

std::string_view to_string(ReadStatus status) {
  switch (status) {
    case ReadStatus::read:
      return "read";
    case ReadStatus::partial:
      return "partial";
    case ReadStatus::unreadable:
      return "unreadable";
  }
  return "unreadable";
}

std::size_t Container::count(EntryKind kind) const {
  return static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), [kind](const Entry& entry) { return entry.kind == kind; }));
}

bool Container::has_error() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
}

bool Container::has_doubt() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) { return d.severity != Severity::note; });
}

bool Container::has_diagnostic(std::string_view code) const {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [code](const Diagnostic& d) { return d.code == code; });
}

}  // namespace chainlint::formats
