#include "inputs/unread_input.h"

#include <string_view>
#include <utility>

#include "chainlint/base/shell_words.h"

namespace chainlint::run {
namespace {

struct Advice {
  std::string_view code, text;  // %: the path
};

constexpr Advice kAdvice[] = {
    {"file-too-large", "Split % until it is within the limit."},
    {"file-unreadable", "Check that % exists and that this user can read it: ls -l %"},
    {"folder-too-deep", "Check the subfolders that contain certificates, each by its path."},
    {"folder-too-large", "Check fewer folders at a time, or allow more files with --limit files=N."},
    {"folder-unreadable", "Check that this user can list the folder: ls -ld %"},
    {"folder-without-certificates", "Specify the path of the certificates."},
    {"no-certificate", "Specify a file that contains a certificate."},
    {"no-crl", "Specify a file that contains a CRL."},
    {"no-leaf", "Specify a file that contains the leaf certificate."},
    {"no-pair", "Specify the previous and the next version of the same bundles."},
    {"out-of-memory", "Check fewer files at a time, or run chainlint with more memory."},
    {"previous-of-several", "Specify the files of one bundle, or declare the bundles in the policy."},
    {"run-limit", "Check fewer files at a time, or raise the limit of the run with --limit."},
};

std::string advice_on(std::string_view code, const std::string& path) {
  std::string text;
  for (const Advice& advice : kAdvice) {
    if (advice.code != code) continue;
    for (const char c : advice.text) text += c == '%' ? shell_word(path, "FILE") : std::string(1, c);
  }
  return text;
}

}  // namespace

Diagnostic unread(const std::string& path, std::string code, std::string message) {
  Diagnostic diagnostic{Severity::error, std::move(code), std::move(message), Location{.path = path}};
  diagnostic.advice = advice_on(diagnostic.code, path);
  return diagnostic;
}

report::InputReport unread_input(Diagnostic diagnostic) {
  report::InputReport input;
  input.path = diagnostic.location.path;
  input.status = formats::ReadStatus::unreadable;
  input.diagnostics.push_back(std::move(diagnostic));
  return input;
}

report::InputReport unread_input(const std::string& path, std::string code, std::string message) {
  return unread_input(unread(path, std::move(code), std::move(message)));
}

}  // namespace chainlint::run
