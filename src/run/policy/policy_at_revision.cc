#include "policy/policy_at_revision.h"

#include <optional>

#include "chainlint/base/text.h"

namespace chainlint::run {

policy::LoadedPolicy policy_at(const git::GitRevision& revision, const std::string& path) {
  const auto open = [&](const std::string& file) -> Result<std::string> {
    const Result<std::optional<std::string>> text = revision.read(file);
    if (!text) return text.error();
    if (*text) return **text;
    return Error{"policy-unreadable", "does not exist at revision " + in_quotes(revision.name()), Location{.path = file}};
  };
  const Result<std::string> text = open(path);
  if (!text) return {};
  return policy::load_policy({path, *text}, open);
}

}  // namespace chainlint::run
