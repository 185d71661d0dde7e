// What a reader says about a container, and what the target makes of it.

#include <algorithm>

#include "chainlint/base/shell_words.h"
#include "tables.h"
#include "target/target_place.h"
#include "value.h"

namespace chainlint::facts {

namespace {

FactValue code(const FactContext& context, const Subject& subject) { return text(diagnostic_of(subject, context).diagnostic.code); }

template <std::string Diagnostic::*Member>
FactValue member_text(const FactContext& context, const Subject& subject) {
  return text_or_absent(diagnostic_of(subject, context).diagnostic.*Member);
}

// A member of an archive has the name that it has once it is unpacked.
FactValue file(const FactContext& context, const Subject& subject) {
  const std::string& path = diagnostic_of(subject, context).container.path;
  const std::size_t member = path.rfind('!');
  return shell_word(member == std::string::npos ? path : path.substr(member + 1), "FILE");
}

FactValue inner(const FactContext& context, const Subject& subject) {
  return text_or_absent(diagnostic_of(subject, context).diagnostic.location.inner);
}

bool names(const std::vector<std::string>& codes, const FactContext& context, const Subject& subject) {
  return std::find(codes.begin(), codes.end(), diagnostic_of(subject, context).diagnostic.code) != codes.end();
}

FactValue target_refuses(const FactContext& context, const Subject& subject) {
  const profiles::Profile* profile = profile_of(context);
  return profile != nullptr && names(profile->pem_refused, context, subject);
}

FactValue target_reads(const FactContext& context, const Subject& subject) {
  const profiles::Profile* profile = profile_of(context);
  if (profile == nullptr) return false;
  return names(profile->pem_read, context, subject) ||
         (holds_keys_alone(diagnostic_of(subject, context).container) && names(profile->keys.pem_read, context, subject));
}

FactValue about_first_certificate(const FactContext& context, const Subject& subject) {
  const auto& [container, diagnostic] = diagnostic_of(subject, context);
  const auto first = std::find_if(container.entries.begin(), container.entries.end(),
                                  [](const formats::Entry& each) { return each.kind == formats::EntryKind::certificate; });
  return first != container.entries.end() && diagnostic.location.line && first->location.line == diagnostic.location.line;
}

}  // namespace

FactTable diagnostic_fact_table() {
  const FactsAbout diagnostic(SubjectKind::diagnostic);
  return {
      diagnostic.text("code", "The code of the diagnostic: 'pem-utf16', 'file-empty', ...", code),
      diagnostic.text("text", "The message of the diagnostic: lower case, no full stop.", member_text<&Diagnostic::message>),
      diagnostic.text("severity", kSeverityNames, "The reader's severity: 'error' where something could not be read.",
                      [](const FactContext& context, const Subject& subject) {
                        return to_string(diagnostic_of(subject, context).diagnostic.severity);
                      }),
      diagnostic.text("found", "The wrong value: a PEM label.", member_text<&Diagnostic::found>),
      diagnostic.text("expected", "The correct value: a PEM label.", member_text<&Diagnostic::expected>),
      diagnostic.text("advice", "What to do, where that depends on what the reader found.", member_text<&Diagnostic::advice>),
      diagnostic.text("file", "The file, quoted for a shell command where necessary.", file),
      diagnostic.text(
          "inner", "The place inside the container: 'Secret prod/www data.tls.crt'; absent where the diagnostic is about the file.", inner),
      diagnostic.text("format", "What the file is: 'pem', 'kubernetes', 'recognized', 'unknown', ...",
                      [](const FactContext& context, const Subject& subject) {
                        return formats::to_string(diagnostic_of(subject, context).container.format);
                      }),
      diagnostic.boolean("target_refuses", "The profile of the target says that it refuses such a file; false without a target.",
                         target_refuses),
      diagnostic.boolean("about_first_certificate", "The diagnostic is about the first certificate of the file.", about_first_certificate),
      diagnostic.boolean("target_reads", "The profile of the target says that it still reads the file; false without a target.",
                         target_reads),
  };
}

}  // namespace chainlint::facts
