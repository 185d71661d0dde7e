#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>

#include "chainlint/base/bytes.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/report/writer.h"
#include "ci/annotations.h"
#include "comparison.h"
#include "json/json_text.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostOfADescription = 200;
constexpr std::size_t kMostGitlabOctets = 4000;

// An unread input is more severe than any finding, because its content is not known.
const char* severity_of(const Annotation& annotation) {
  if (annotation.kind == Annotation::Kind::diagnostic && annotation.severity == Severity::error) return "blocker";
  switch (annotation.severity) {
    case Severity::error:
      return "critical";
    case Severity::warning:
      return "major";
    case Severity::note:
      return "info";
  }
  return "info";
}

// GitLab drops all but the first entry with a fingerprint, and compares branches by it.
class Fingerprints {
 public:
  std::string of(const Annotation& annotation) {
    std::string text = annotation.location.path + '\n' + annotation.identity;
    const std::size_t times = ++seen_[text];
    if (times > 1) text += '\n' + std::to_string(times);
    return to_hex(crypto::sha256(as_bytes(text))).substr(0, 32);
  }

 private:
  std::unordered_map<std::string, std::size_t> seen_;
};

Json entry_json(const Annotation& annotation, Fingerprints& fingerprints) {
  const Location& location = annotation.location;
  const std::string text = short_text(annotation, "; fix: ", kMostOfADescription);
  Json lines{{"begin", location.line.value_or(1)}};
  if (location.end_line && *location.end_line >= location.line.value_or(1)) lines["end"] = *location.end_line;
  Json json{{"description", on_one_line(text)},
            {"check_name", annotation.check},
            {"fingerprint", fingerprints.of(annotation)},
            {"severity", severity_of(annotation)},
            {"location", {{"path", location.path}, {"lines", std::move(lines)}}}};
  // A member of Code Climate's format, which GitLab ignores: https://github.com/codeclimate/platform, spec/analyzers/SPEC.md.
  if (!annotation.body.empty()) json["content"] = {{"body", excerpt(annotation.body, kMostGitlabOctets)}};
  return json;
}

}  // namespace

std::string write_gitlab(const Report& report) {
  Fingerprints fingerprints;
  std::string out = "[";
  const char* separator = "\n";
  for (const Annotation& annotation : annotations_of(counted(report))) {
    out += separator + to_inert_json(entry_json(annotation, fingerprints));
    separator = ",\n";
  }
  return out + "\n]\n";
}

}  // namespace chainlint::report
