#include "chainlint/run/version.h"

#include "chainlint/crypto/digest.h"
#include "chainlint/records/records.h"

namespace chainlint::run {

const char* const kVersion = CHAINLINT_VERSION;

std::string version_text() {
  const std::optional<Instant>& date = records::shipped_records().date;
  return std::string("chainlint ") + kVersion + " (" + crypto::library_version() + (date ? "; data of " + date->date() : "") + ")";
}

}  // namespace chainlint::run
