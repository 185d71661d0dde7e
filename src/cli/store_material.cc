#include "store_material.h"

#include "chainlint/base/text.h"

namespace chainlint::cli {

WindowsStores load_stores(const std::vector<std::string>& arguments, const ReadOptions&, CertificateCache&,
                          std::vector<std::string>& problems, std::vector<InputReport>&) {
  for (const std::string& argument : arguments) problems.push_back("--store is " + in_quotes(argument) + ", which is not read");
  return {};
}

}  // namespace chainlint::cli
